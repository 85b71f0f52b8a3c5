// SPDX-License-Identifier: GPL-3.0-or-later
// Errors of a request and of a method (section 3.6).
import assert from 'node:assert/strict'

import { CORE, DISCUSSIONS, EVERYTHING, JamClient, MAUGER, REGION, TOTARO, mauger, refusal, url } from './people.mjs'
import { test } from './tap.mjs'

const { jam } = mauger
const problem = name => `urn:ietf:params:jmap:error:${name}`

// A body that jmap-jam itself would never send.
const raw = (body, type = 'application/json') => refusal(jam.request(['Core/echo', {}], { fetchInit: { body, headers: { Authorization: `Bearer ${mauger.token}`, 'Content-Type': type } } }))

test('a request that is none is answered with problem details (section 3.6.1)', async () => {
  const wrong = [
    ['{', 'notJSON'],
    ['{"using":["' + CORE + '"],"methodCalls":[["Core/echo",{"a":"\\ud800"},"0"]]}', 'notJSON'],
    ['[]', 'notRequest'],
    ['{}', 'notRequest'],
    [JSON.stringify({ using: [CORE] }), 'notRequest'],
    [JSON.stringify({ using: [CORE], methodCalls: [['Core/echo', {}]] }), 'notRequest'],
    [JSON.stringify({ using: [CORE], methodCalls: [['Core/echo', [], '0']] }), 'notRequest'],
    [JSON.stringify({ using: [CORE], methodCalls: [], createdIds: { a: 1 } }), 'notRequest'],
    [JSON.stringify({ using: [CORE, 'urn:example:nothing'], methodCalls: [] }), 'unknownCapability'],
  ]
  for (const [body, type] of wrong) {
    const error = await raw(body)
    assert.ok(JamClient.isProblemDetails(error))
    assert.deepEqual([error.type, error.status], [problem(type), 400], body)
  }
  assert.equal((await raw('{}', 'text/plain')).type, problem('notJSON'))
})

test('a method that fails says why, and the others are run (section 3.6.2)', async () => {
  const calls = [
    ['Nothing/get', {}, 'unknownMethod'],
    ['Message/nothing', {}, 'unknownMethod'],
    ['Message/get', { ids: [] }, 'invalidArguments'],
    ['Message/get', { accountId: 'unknown', ids: [] }, 'accountNotFound'],
    ['Message/get', { accountId: TOTARO, ids: [] }, 'accountNotFound'],
    ['Message/get', { accountId: REGION, ids: [] }, 'accountNotSupportedByMethod'],
    ['Principal/get', { accountId: MAUGER, ids: [] }, 'accountNotSupportedByMethod'],
    ['Principal/set', { accountId: REGION, destroy: [] }, 'accountReadOnly'],
    ['Message/get', { accountId: MAUGER, ids: 'all' }, 'invalidArguments'],
    ['Message/set', { accountId: MAUGER, create: [] }, 'invalidArguments'],
  ]
  const body = JSON.stringify({ using: EVERYTHING, methodCalls: [...calls.map(([name, args], number) => [name, args, `${number}`]), ['Core/echo', { last: true }, 'end']] })
  const answer = await fetch(`${url}/jmap/api`, { method: 'POST', headers: { Authorization: `Bearer ${mauger.token}`, 'Content-Type': 'application/json' }, body })
  const { methodResponses } = await answer.json()
  assert.deepEqual(methodResponses.slice(0, -1).map(([name, args, id]) => [name, args.type, id]), calls.map(([, , type], number) => ['error', type, `${number}`]))
  assert.deepEqual(methodResponses.at(-1), ['Core/echo', { last: true }, 'end'])
  for (const [name, args, type] of calls)
    assert.equal((await refusal(jam.request([name, args], { using: [DISCUSSIONS] }))).type, type)
})

test('a method whose capability is not used does not exist', async () => {
  const body = JSON.stringify({ using: [CORE], methodCalls: [['Message/get', { accountId: MAUGER, ids: [] }, '0']] })
  const answer = await fetch(`${url}/jmap/api`, { method: 'POST', headers: { Authorization: `Bearer ${mauger.token}`, 'Content-Type': 'application/json' }, body })
  assert.equal((await answer.json()).methodResponses[0][1].type, 'unknownMethod')
})
