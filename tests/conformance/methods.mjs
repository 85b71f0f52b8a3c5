// SPDX-License-Identifier: GPL-3.0-or-later
// Each standard method of each type.
import assert from 'node:assert/strict'

import { MAUGER, REGION, mauger, refusal, types } from './people.mjs'
import { test } from './tap.mjs'

const { jam } = mauger

for (const [type, { account }] of Object.entries(types)) {
  test(`${type}/query and ${type}/get agree (sections 5.5 and 5.1)`, async () => {
    const [query] = await jam.api[type].query({ accountId: account, limit: 20, calculateTotal: true })
    assert.equal(query.accountId, account)
    assert.equal(typeof query.queryState, 'string')
    assert.equal(typeof query.canCalculateChanges, 'boolean')
    assert.equal(query.position, 0)
    assert.ok(query.ids.length > 0 && query.total >= query.ids.length)

    const [get] = await jam.api[type].get({ accountId: account, ids: [...query.ids, 'unknown', query.ids[0]] })
    assert.equal(get.accountId, account)
    assert.equal(typeof get.state, 'string')
    assert.deepEqual(get.list.map(object => object.id).sort(), [...query.ids].sort())
    assert.deepEqual(get.notFound, ['unknown'])
  })

  test(`${type}/get gives the properties asked for, and id (section 5.1)`, async () => {
    const [query] = await jam.api[type].query({ accountId: account, limit: 1 })
    const [whole] = await jam.api[type].get({ accountId: account, ids: query.ids })
    const [property] = Object.keys(whole.list[0]).filter(name => name !== 'id')
    const [part] = await jam.api[type].get({ accountId: account, ids: query.ids, properties: [property] })
    assert.deepEqual(part.list, [{ id: query.ids[0], [property]: whole.list[0][property] }])
    assert.equal((await refusal(jam.api[type].get({ accountId: account, ids: [], properties: ['nothing'] }))).type, 'invalidArguments')
  })

  test(`${type}/changes goes from any state to the present one (section 5.2)`, async () => {
    const [{ state }] = await jam.api[type].get({ accountId: account, ids: [] })
    const [none] = await jam.api[type].changes({ accountId: account, sinceState: state })
    assert.deepEqual({ ...none }, { accountId: account, oldState: state, newState: state, hasMoreChanges: false, created: [], updated: [], destroyed: [] })
    for (const wrong of ['nonsense', '999999999', ''])
      assert.equal((await refusal(jam.api[type].changes({ accountId: account, sinceState: wrong }))).type, 'cannotCalculateChanges')
    assert.equal((await refusal(jam.api[type].changes({ accountId: account, sinceState: state, maxChanges: 0 }))).type, 'invalidArguments')
  })

  test(`${type}/queryChanges tells nothing where nothing changed (section 5.6)`, async () => {
    const [query] = await jam.api[type].query({ accountId: account })
    const call = jam.api[type].queryChanges({ accountId: account, sinceQueryState: query.queryState, calculateTotal: true })
    if (!query.canCalculateChanges) {
      assert.equal((await refusal(call)).type, 'cannotCalculateChanges')
      return
    }
    const [changes] = await call
    assert.equal(changes.oldQueryState, query.queryState)
    assert.equal(changes.newQueryState, query.queryState)
    assert.deepEqual([changes.removed, changes.added], [[], []])
    assert.equal((await refusal(jam.api[type].queryChanges({ accountId: account, sinceQueryState: 'nonsense' }))).type, 'cannotCalculateChanges')
  })

  test(`${type}/set refuses alone what is wrong in it (section 5.3)`, async () => {
    const call = jam.api[type].set({ accountId: account, create: { x: { nothing: 1 } }, update: { unknown: {} }, destroy: ['unknown'] })
    if (account === REGION) {
      assert.equal((await refusal(call)).type, 'accountReadOnly')
      return
    }
    const [set] = await call
    assert.equal(set.accountId, account)
    assert.equal(set.newState, set.oldState)
    assert.deepEqual([set.created, set.updated, set.destroyed], [null, null, null])
    assert.ok(['invalidProperties', 'forbidden'].includes(set.notCreated.x.type))
    assert.equal(set.notUpdated.unknown.type, 'notFound')
    assert.equal(set.notDestroyed.unknown.type, 'notFound')
  })
}

test('/changes by pages of one reaches what one page tells (section 5.2)', async () => {
  const [{ state }] = await jam.api.Conversation.get({ accountId: MAUGER, ids: [] })
  const ids = []
  for (let i = 0; i < 3; i++) {
    const [set] = await jam.api.Conversation.set({ accountId: MAUGER, create: { c: { subject: `Page ${i}`, participantIds: ['p899700900022'] } } })
    ids.push(set.created.c.id)
  }
  await jam.api.Conversation.set({ accountId: MAUGER, update: { [ids[0]]: { isPinned: true } } })
  const [whole] = await jam.api.Conversation.changes({ accountId: MAUGER, sinceState: state })
  assert.deepEqual([...whole.created].sort(), [...ids].sort())

  const seen = new Set()
  let since = state
  for (let more = true; more;) {
    const [page] = await jam.api.Conversation.changes({ accountId: MAUGER, sinceState: since, maxChanges: 1 })
    assert.ok(page.created.length + page.updated.length + page.destroyed.length <= 1)
    for (const id of [...page.created, ...page.updated])
      seen.add(id)
    since = page.newState
    more = page.hasMoreChanges
  }
  assert.equal(since, whole.newState)
  assert.deepEqual([...seen].sort(), [...ids].sort())
})
