// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict'

import { client, CORE, DIRECTORY, DISCUSSIONS, DOSSIERS, EHPAD, MAUGER, REGION, RELATIONS, mauger, totaro, url } from './people.mjs'
import { test } from './tap.mjs'

test('the session announces capabilities, limits, accounts and whole addresses (RFC 8620 section 2)', async () => {
  const session = await mauger.jam.session
  assert.deepEqual(Object.keys(session.capabilities).sort(), [CORE, DIRECTORY, DISCUSSIONS, DOSSIERS, RELATIONS].sort())
  for (const limit of ['maxSizeUpload', 'maxConcurrentUpload', 'maxSizeRequest', 'maxConcurrentRequests', 'maxCallsInRequest', 'maxObjectsInGet', 'maxObjectsInSet'])
    assert.ok(Number.isInteger(session.capabilities[CORE][limit]) && session.capabilities[CORE][limit] > 0, limit)
  assert.ok(Array.isArray(session.capabilities[CORE].collationAlgorithms))
  assert.deepEqual(Object.keys(session.accounts).sort(), [EHPAD, MAUGER, REGION].sort())
  for (const limit of ['maxSizeAttachmentsPerMessage', 'maxAttachmentsPerMessage']) {
    const { [limit]: value } = session.accounts[MAUGER].accountCapabilities[DISCUSSIONS]
    assert.ok(Number.isInteger(value) && value > 0, limit)
  }
  for (const account of Object.values(session.accounts)) {
    assert.equal(typeof account.name, 'string')
    assert.equal(typeof account.isPersonal, 'boolean')
    assert.equal(typeof account.isReadOnly, 'boolean')
    for (const capability of Object.keys(account.accountCapabilities))
      assert.ok(capability in session.capabilities)
  }
  assert.equal(session.accounts[MAUGER].isPersonal, true)
  assert.equal(session.accounts[EHPAD].isPersonal, false)
  assert.equal(session.accounts[REGION].isReadOnly, true)
  assert.equal(session.primaryAccounts[DISCUSSIONS], MAUGER)
  assert.equal(session.username, 'mauger')
  for (const address of ['apiUrl', 'downloadUrl', 'uploadUrl', 'eventSourceUrl'])
    assert.ok(session[address].startsWith(`${url}/`), address)
  for (const variable of ['{accountId}', '{blobId}', '{type}', '{name}'])
    assert.ok(session.downloadUrl.includes(variable))
  assert.ok(session.uploadUrl.includes('{accountId}'))
  for (const variable of ['{types}', '{closeafter}', '{ping}'])
    assert.ok(session.eventSourceUrl.includes(variable))
})

test('sessionState in every answer is the state of the session object', async () => {
  const { state } = await mauger.jam.session
  const [, meta] = await mauger.jam.request(['Core/echo', {}])
  assert.equal(meta.sessionState, state)
  assert.notEqual((await totaro.jam.session).state, state)
})

test('who brings a wrong token is told so, with problem details', async () => {
  const stranger = client('nothing')
  const session = await stranger.session
  assert.ok(client('nothing').constructor.isProblemDetails(session))
  assert.equal(session.status, 401)
  const answer = await fetch(`${url}/jmap/api`, { method: 'POST', headers: { Authorization: 'Bearer nothing', 'Content-Type': 'application/json' }, body: '{}' })
  assert.equal(answer.status, 401)
  assert.equal(answer.headers.get('WWW-Authenticate'), 'Bearer')
})

test('Core/echo answers what it is asked', async () => {
  const sent = { text: 'é', list: [1, null, { a: true }] }
  const [answer] = await mauger.jam.request(['Core/echo', sent])
  assert.deepEqual(answer, sent)
})
