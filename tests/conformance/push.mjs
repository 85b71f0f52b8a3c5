// SPDX-License-Identifier: GPL-3.0-or-later
// Push subscriptions (section 7.2), from the first push to the last, with an HTTPS receiver.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import https from 'node:https'

import { EHPAD, MAUGER, mauger, refusal, totaro } from './people.mjs'
import { test, until } from './tap.mjs'

const { jam } = mauger
const set = more => jam.api.PushSubscription.set(more).then(([answer]) => answer)
const get = more => jam.api.PushSubscription.get(more).then(([answer]) => answer)

async function receive () {
  const got = []
  const options = { key: fs.readFileSync(process.env.SPICO_PUSH_KEY), cert: fs.readFileSync(process.env.SPICO_PUSH_CERTIFICATE) }
  const server = https.createServer(options, async (request, response) => {
    const parts = []
    for await (const part of request)
      parts.push(part)
    got.push(JSON.parse(Buffer.concat(parts)))
    response.writeHead(201).end()
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return { got, server, url: `https://127.0.0.1:${server.address().port}/push` }
}

test('a subscription is verified, told of changes, and ended', async () => {
  const { got, server, url } = await receive()
  const { created } = await set({ create: { s: { deviceClientId: 'conformance', url, types: ['Favourite'] } } })
  const { id } = created.s
  assert.ok(Date.parse(created.s.expires) > Date.now())
  const [verification] = await until(() => got.length > 0 && got, 'the verification')
  assert.deepEqual([verification['@type'], verification.pushSubscriptionId], ['PushVerification', id])
  assert.equal((await set({ update: { [id]: { verificationCode: 'wrong' } } })).notUpdated[id].type, 'invalidProperties')
  assert.deepEqual((await set({ update: { [id]: { verificationCode: verification.verificationCode } } })).updated, { [id]: null })

  const [{ created: favourite }] = await jam.api.Favourite.set({ accountId: MAUGER, create: { f: { principalId: EHPAD } } })
  const [{ newState }] = await jam.api.Favourite.set({ accountId: MAUGER, destroy: [favourite.f.id] })
  await until(() => got.some(one => one.changed?.[MAUGER]?.Favourite === newState), 'the change')
  for (const one of got.slice(1)) {
    assert.equal(one['@type'], 'StateChange')
    assert.deepEqual(one.changed, { [MAUGER]: { Favourite: one.changed[MAUGER].Favourite } })
  }
  assert.deepEqual((await set({ destroy: [id] })).destroyed, [id])
  assert.deepEqual((await get({ ids: [id] })).notFound, [id])
  server.close()
  server.closeAllConnections()
})

test('PushSubscription/get has neither account nor state, and tells no address', async () => {
  const { created } = await set({ create: { s: { deviceClientId: 'conformance', url: 'https://push.example/x' } } })
  const answer = await get({ ids: null })
  assert.deepEqual(Object.keys(answer).sort(), ['list', 'notFound'])
  assert.deepEqual(Object.keys(answer.list[0]).sort(), ['deviceClientId', 'expires', 'id', 'types', 'verificationCode'])
  for (const property of ['url', 'keys'])
    assert.equal((await refusal(get({ ids: null, properties: [property] }))).type, 'forbidden')
  assert.deepEqual((await totaro.jam.api.PushSubscription.get({ ids: [created.s.id] }))[0].notFound, [created.s.id])
  assert.deepEqual((await set({ destroy: [created.s.id] })).destroyed, [created.s.id])
})

test('PushSubscription/set refuses what it cannot push to', async () => {
  const wrong = { url: 'http://push.example/' }
  const { notCreated } = await set({
    create: {
      url: { deviceClientId: 'd', ...wrong },
      keys: { deviceClientId: 'd', url: 'https://push.example/', keys: { p256dh: 'x', auth: 'y' } },
      device: { url: 'https://push.example/' },
    },
  })
  assert.deepEqual(Object.fromEntries(Object.entries(notCreated).map(([key, { type, properties }]) => [key, [type, ...properties]])),
    { url: ['invalidProperties', 'url'], keys: ['invalidProperties', 'keys'], device: ['invalidProperties', 'deviceClientId'] })
})
