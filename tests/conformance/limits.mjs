// SPDX-License-Identifier: GPL-3.0-or-later
// Every limit that the session announces is the one that is enforced (sections 2 and 3.6.1).
import assert from 'node:assert/strict'

import { CORE, MAUGER, REGION, mauger, refusal, signIn } from './people.mjs'
import { test, until } from './tap.mjs'

const { jam } = mauger
const limits = (await jam.session).capabilities[CORE]
const assertLimit = (error, limit, status) => assert.deepEqual([error.type, error.limit, error.status], ['urn:ietf:params:jmap:error:limit', limit, status])

const requestOf = size => {
  const empty = JSON.stringify({ using: [CORE], methodCalls: [['Core/echo', { a: '' }, '0']] })
  return JSON.stringify({ using: [CORE], methodCalls: [['Core/echo', { a: 'x'.repeat(size - empty.length) }, '0']] })
}

test('maxSizeRequest', async () => {
  const [answer] = await jam.request(['Core/echo', {}], { fetchInit: { body: requestOf(limits.maxSizeRequest) } })
  assert.ok(answer.a.length > 0)
  assertLimit(await refusal(jam.request(['Core/echo', {}], { fetchInit: { body: requestOf(limits.maxSizeRequest + 1) } })), 'maxSizeRequest', 413)
})

test('maxCallsInRequest', async () => {
  const calls = n => jam.requestMany(t => Object.fromEntries(Array.from({ length: n }, (_, i) => [`c${i}`, t.Core.echo({ i })])))
  const [answers] = await calls(limits.maxCallsInRequest)
  assert.equal(Object.keys(answers).length, limits.maxCallsInRequest)
  assertLimit(await refusal(calls(limits.maxCallsInRequest + 1)), 'maxCallsInRequest', 400)
})

test('maxObjectsInGet', async () => {
  const get = n => jam.api.Principal.get({ accountId: REGION, ids: Array.from({ length: n }, (_, i) => `unknown${i}`) })
  const [answer] = await get(limits.maxObjectsInGet)
  assert.equal(answer.notFound.length, limits.maxObjectsInGet)
  assert.equal((await refusal(get(limits.maxObjectsInGet + 1))).type, 'requestTooLarge')
})

test('maxObjectsInSet', async () => {
  const set = n => jam.api.Favourite.set({ accountId: MAUGER, destroy: Array.from({ length: n }, (_, i) => `unknown${i}`) })
  const [answer] = await set(limits.maxObjectsInSet)
  assert.equal(Object.keys(answer.notDestroyed).length, limits.maxObjectsInSet)
  assert.equal((await refusal(set(limits.maxObjectsInSet + 1))).type, 'requestTooLarge')
})

test('maxSizeUpload', async () => {
  const { size } = await jam.uploadBlob(MAUGER, Buffer.alloc(limits.maxSizeUpload))
  assert.equal(size, limits.maxSizeUpload)
  assertLimit((await refusal(jam.uploadBlob(MAUGER, Buffer.alloc(limits.maxSizeUpload + 1)))).cause, 'maxSizeUpload', 413)
})

// Uploads that have begun and go on only when told to.
function slowUpload (client) {
  let finish
  const stream = new ReadableStream({
    start (controller) {
      controller.enqueue(Buffer.from('first'))
      finish = () => {
        controller.enqueue(Buffer.from('last'))
        controller.close()
      }
    },
  })
  return { done: client.uploadBlob(MAUGER, stream, { duplex: 'half' }), finish: () => finish() }
}

test('maxConcurrentUpload', async () => {
  const { jam: fresh } = await signIn('mauger')
  const under = Array.from({ length: limits.maxConcurrentUpload }, () => slowUpload(fresh))
  const error = await until(() => fresh.uploadBlob(MAUGER, 'x').then(() => null, refused => refused), 'one more is refused')
  assertLimit(error.cause, 'maxConcurrentUpload', 429)
  for (const upload of under) {
    upload.finish()
    assert.equal((await upload.done).size, 9)
  }
  await until(() => fresh.uploadBlob(MAUGER, 'x').then(() => true, () => false), 'uploads are possible again')
})

test('maxConcurrentRequests', async () => {
  const long = () => jam.requestMany(t => Object.fromEntries(Array.from({ length: limits.maxCallsInRequest }, (_, i) =>
    [`q${i}`, t.Principal.query({ accountId: REGION, filter: { operator: 'NOT', conditions: [{ text: `a${i}` }] }, limit: 500, calculateTotal: true })])))
  const error = await until(async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 4 * limits.maxConcurrentRequests }, long))
    const refused = outcomes.filter(({ status }) => status === 'rejected').map(({ reason }) => reason)
    return refused[0]
  }, 'one more at once is refused')
  assertLimit(error, 'maxConcurrentRequests', 429)
  await jam.request(['Core/echo', {}])
})
