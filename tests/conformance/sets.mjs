// SPDX-License-Identifier: GPL-3.0-or-later
// /set: states, patches, errors of single objects (section 5.3).
import assert from 'node:assert/strict'

import { EHPAD, MAUGER, TOTARO, mauger, refusal, totaro } from './people.mjs'
import { test } from './tap.mjs'

const { jam } = mauger
const set = (type, more, account = MAUGER) => jam.api[type].set({ accountId: account, ...more }).then(([answer]) => answer)

test('ifInState lets through only who knows the present state', async () => {
  const [{ state }] = await jam.api.Favourite.get({ accountId: MAUGER, ids: [] })
  assert.equal((await refusal(set('Favourite', { ifInState: '0', create: {} }))).type, 'stateMismatch')
  const first = await set('Favourite', { ifInState: state, create: { f: { principalId: EHPAD } } })
  assert.equal(first.oldState, state)
  assert.notEqual(first.newState, state)
  assert.equal((await refusal(set('Favourite', { ifInState: state, destroy: [first.created.f.id] }))).type, 'stateMismatch')
  const last = await set('Favourite', { ifInState: first.newState, destroy: [first.created.f.id] })
  assert.deepEqual(last.destroyed, [first.created.f.id])
  const [get] = await jam.api.Favourite.get({ accountId: MAUGER, ids: [first.created.f.id] })
  assert.deepEqual(get.notFound, [first.created.f.id])
  const [changes] = await jam.api.Favourite.changes({ accountId: MAUGER, sinceState: first.newState })
  assert.deepEqual(changes.destroyed, [first.created.f.id])
})

test('what the server adds to a create is in its answer', async () => {
  const { created } = await set('Conversation', { create: { c: { subject: 'Réponse', participantIds: [TOTARO] } } })
  assert.ok(created.c.id)
  assert.equal(created.c.creatorAccountId, MAUGER)
  assert.ok(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(created.c.createdAt))
  assert.deepEqual([...created.c.participantIds].sort(), [MAUGER, TOTARO].sort())
  assert.ok(!('subject' in created.c))
})

test('a PatchObject changes what it names; null is the default', async () => {
  const { created: { c: { id } } } = await set('Conversation', { create: { c: { subject: 'Retouches', participantIds: [TOTARO] } } })
  const read = async () => (await jam.api.Conversation.get({ accountId: MAUGER, ids: [id], properties: ['isPinned', 'isMuted', 'handledSeq'] }))[0].list[0]
  assert.deepEqual((await set('Conversation', { update: { [id]: { isPinned: true, isMuted: true } } })).updated, { [id]: null })
  assert.deepEqual(await read(), { id, isPinned: true, isMuted: true, handledSeq: 0 })
  await set('Conversation', { update: { [id]: { isMuted: null } } })
  assert.deepEqual(await read(), { id, isPinned: true, isMuted: false, handledSeq: 0 })
  assert.deepEqual((await set('Conversation', { update: { [id]: {} } })).updated, { [id]: null })

  const before = await jam.api.Conversation.get({ accountId: MAUGER, ids: [id] }).then(([answer]) => answer.list[0])
  assert.deepEqual((await set('Conversation', { update: { [id]: before } })).updated, { [id]: null }, 'the whole object, unchanged, is a patch too')
})

test('a wrong patch is refused whole', async () => {
  const { created: { c: { id } } } = await set('Conversation', { create: { c: { subject: 'Refus', participantIds: [TOTARO] } } })
  const wrong = [
    [{ isPinned: true, 'isMuted/x': true }, 'invalidPatch', undefined],
    [{ isPinned: true, '/isMuted': true }, 'invalidPatch', undefined],
    [{ isPinned: true, nothing: 1 }, 'invalidProperties', ['nothing']],
    [{ isPinned: 'yes' }, 'invalidProperties', ['isPinned']],
    [{ isPinned: true, subject: 'Autre' }, 'invalidProperties', ['subject']],
    [{ isPinned: true, createdAt: '2026-01-01T00:00:00Z' }, 'invalidProperties', ['createdAt']],
  ]
  for (const [patch, type, properties] of wrong) {
    const { notUpdated, updated } = await set('Conversation', { update: { [id]: patch } })
    assert.equal(updated, null)
    assert.equal(notUpdated[id].type, type, JSON.stringify(patch))
    assert.deepEqual(notUpdated[id].properties, properties)
  }
  const [get] = await jam.api.Conversation.get({ accountId: MAUGER, ids: [id], properties: ['isPinned'] })
  assert.equal(get.list[0].isPinned, false)
})

test('the good objects of a /set are done beside the refused ones', async () => {
  const answer = await set('Conversation', {
    create: {
      good: { subject: 'Bon', participantIds: [TOTARO] },
      nobody: { subject: 'Personne', participantIds: ['unknown'] },
      empty: { participantIds: [TOTARO] },
      long: { subject: 'x'.repeat(201), participantIds: [TOTARO] },
    },
  })
  assert.deepEqual(Object.keys(answer.created), ['good'])
  assert.deepEqual(answer.notCreated.nobody.properties, ['participantIds'])
  assert.deepEqual(answer.notCreated.empty.properties, ['subject'])
  assert.deepEqual(answer.notCreated.long.properties, ['subject'])
  for (const error of Object.values(answer.notCreated))
    assert.equal(error.type, 'invalidProperties')
})

test('what a message writes reaches the other person, under both names', async () => {
  const { created: { c: { id } } } = await set('Conversation', { create: { c: { subject: 'Pour la structure', participantIds: [TOTARO] } } }, EHPAD)
  const [{ state }] = await totaro.jam.api.Message.get({ accountId: TOTARO, ids: [] })
  await set('Message', { create: { m: { conversationId: id, text: 'Bonjour' } } }, EHPAD)
  const [changes] = await totaro.jam.api.Message.changes({ accountId: TOTARO, sinceState: state })
  const [get] = await totaro.jam.api.Message.get({ accountId: TOTARO, ids: changes.created })
  assert.deepEqual(get.list.map(one => [one.text, one.fromPersonId, one.fromAccountId, one.seq]), [['Bonjour', MAUGER, EHPAD, 1]])

  const marker = `${id}_${TOTARO}_${TOTARO}`
  const [read] = await totaro.jam.api.ReadMarker.set({ accountId: TOTARO, update: { [marker]: { readUpTo: 1 } } })
  assert.equal(read.updated[marker].readUpTo, 1)
  const [seen] = await jam.api.ReadMarker.get({ accountId: EHPAD, ids: [marker] })
  assert.equal(seen.list[0].readUpTo, 1)
})

test('a dossier is made and put into the active list', async () => {
  const traits = { birthName: 'ESSAI', firstNames: 'CONFORME', birthDate: '1950-01-01', sex: 'female' }
  const { created } = await set('Dossier', { create: { d: traits } })
  const [get] = await jam.api.Dossier.get({ accountId: MAUGER, ids: [created.d.id] })
  assert.equal(get.list[0].birthName, 'ESSAI')
  assert.deepEqual((await set('Dossier', { update: { [created.d.id]: { inActiveList: false } } })).updated, { [created.d.id]: null })
  assert.equal((await totaro.jam.api.Dossier.get({ accountId: TOTARO, ids: [created.d.id] }))[0].notFound.length, 1)
  assert.equal((await set('Dossier', { destroy: [created.d.id] })).notDestroyed[created.d.id].type, 'forbidden')
})
