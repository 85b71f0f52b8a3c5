// SPDX-License-Identifier: GPL-3.0-or-later
// /query and /queryChanges (sections 5.5 and 5.6).
import assert from 'node:assert/strict'

import { MAUGER, REGION, TOTARO, mauger, refusal } from './people.mjs'
import { test } from './tap.mjs'

const { jam } = mauger
const people = more => jam.api.Principal.query({ accountId: REGION, ...more }).then(([answer]) => answer)
const conversations = more => jam.api.Conversation.query({ accountId: MAUGER, ...more }).then(([answer]) => answer)

test('filter operators are those of sets', async () => {
  const all = await people({ limit: 500, calculateTotal: true })
  const persons = await people({ filter: { kind: 'person' }, limit: 500, calculateTotal: true })
  const rest = await people({ filter: { operator: 'NOT', conditions: [{ kind: 'person' }] }, limit: 500, calculateTotal: true })
  assert.equal(persons.total + rest.total, all.total)
  const both = await people({ filter: { operator: 'OR', conditions: [{ kind: 'person' }, { operator: 'NOT', conditions: [{ kind: 'person' }] }] }, calculateTotal: true })
  assert.equal(both.total, all.total)
  const none = await people({ filter: { operator: 'AND', conditions: [{ kind: 'person' }, { kind: 'structure' }] }, calculateTotal: true })
  assert.deepEqual([none.ids, none.total], [[], 0])
  const mauve = await people({ filter: { operator: 'AND', conditions: [{ text: 'maug' }, { kind: 'person' }] } })
  assert.ok(mauve.ids.includes(MAUGER))
})

test('position, limit and anchor are windows on one order', async () => {
  const all = (await conversations({ limit: 500 })).ids
  assert.ok(all.length >= 4)
  const second = await conversations({ position: 1, limit: 2 })
  assert.deepEqual([second.ids, second.position], [all.slice(1, 3), 1])
  const last = await conversations({ position: -2 })
  assert.deepEqual([last.ids, last.position], [all.slice(-2), all.length - 2])
  const beyond = await conversations({ position: 100000 })
  assert.deepEqual(beyond.ids, [])
  const anchored = await conversations({ anchor: all[2], anchorOffset: -1, limit: 2 })
  assert.deepEqual([anchored.ids, anchored.position], [all.slice(1, 3), 1])
  const before = await conversations({ anchor: all[0], anchorOffset: -5, limit: 1 })
  assert.deepEqual([before.ids, before.position], [all.slice(0, 1), 0])
  assert.deepEqual((await conversations({ limit: 0 })).ids, [])
  const capped = await conversations({ limit: 100000 })
  assert.equal(capped.limit, 500)
})

test('a sort is followed, and its opposite is its mirror', async () => {
  const up = (await people({ sort: [{ property: 'name' }], filter: { kind: 'person' }, limit: 500 })).ids
  const down = (await people({ sort: [{ property: 'name', isAscending: false }], filter: { kind: 'person' }, limit: 500 })).ids
  assert.deepEqual(down, [...up].reverse())
  const two = (await people({ sort: [{ property: 'town' }, { property: 'name' }], filter: { kind: 'person' }, limit: 500 })).ids
  assert.deepEqual([...two].sort(), [...up].sort())
})

test('what cannot be asked of a query is refused by its own name', async () => {
  const wrong = [
    [{ filter: { nothing: 1 } }, 'unsupportedFilter'],
    [{ filter: { operator: 'XOR', conditions: [] } }, 'invalidArguments'],
    [{ sort: [{ property: 'nothing' }] }, 'unsupportedSort'],
    [{ sort: [{ property: 'lastMessageAt', collation: 'i;unknown' }] }, 'unsupportedSort'],
    [{ anchor: 'unknown' }, 'anchorNotFound'],
    [{ limit: -1 }, 'invalidArguments'],
    [{ nothing: 1 }, 'invalidArguments'],
    [{ position: 'first' }, 'invalidArguments'],
  ]
  for (const [more, type] of wrong)
    assert.equal((await refusal(conversations(more))).type, type, JSON.stringify(more))
})

// Section 5.6: removed first, then added in order of index.
function apply (ids, { removed, added }) {
  const result = ids.filter(id => !removed.includes(id))
  for (const { id, index } of [...added].sort((a, b) => a.index - b.index))
    result.splice(index, 0, id)
  return result
}

test('/queryChanges turns an old answer into the new one', async () => {
  const before = await conversations({ limit: 500 })
  const { created } = (await jam.api.Conversation.set({ accountId: MAUGER, create: { c: { subject: 'Nouvelle', participantIds: [TOTARO] } } }))[0]
  await jam.api.Message.set({ accountId: MAUGER, create: { m: { conversationId: before.ids.at(-1), text: 'Remonte' } } })
  const after = await conversations({ limit: 500 })
  assert.notDeepEqual(after.ids, before.ids)
  const [changes] = await jam.api.Conversation.queryChanges({ accountId: MAUGER, sinceQueryState: before.queryState, calculateTotal: true })
  assert.deepEqual(apply(before.ids, changes), after.ids)
  assert.equal(changes.newQueryState, after.queryState)
  assert.equal(changes.total, after.ids.length)

  const [spared] = await jam.api.Conversation.queryChanges({ accountId: MAUGER, sinceQueryState: before.queryState, upToId: before.ids[1] })
  assert.ok(spared.added.every(({ index }) => index <= after.ids.indexOf(before.ids[1])))
  assert.ok(changes.added.some(({ id }) => id === created.c.id))
  assert.equal((await refusal(jam.api.Conversation.queryChanges({ accountId: MAUGER, sinceQueryState: before.queryState, maxChanges: 1 }))).type, 'tooManyChanges')
})
