// SPDX-License-Identifier: GPL-3.0-or-later
// Result references and creation ids, from call to call and from request to request.
import assert from 'node:assert/strict'

import { EVERYTHING, MAUGER, REGION, TOTARO, mauger, refusal, totaro, url, uuid7 } from './people.mjs'
import { test } from './tap.mjs'

const { jam } = mauger

test('a result reference brings what an earlier call answered (section 3.7)', async () => {
  const [answers] = await jam.requestMany(t => {
    const query = t.Conversation.query({ accountId: MAUGER, limit: 5 })
    const conversations = t.Conversation.get({ accountId: MAUGER, ids: query.$ref('/ids') })
    const people = t.Principal.get({ accountId: REGION, ids: conversations.$ref('/list/*/participantIds'), properties: ['name'] })
    return { query, conversations, people }
  })
  assert.deepEqual(answers.conversations.list.map(one => one.id).sort(), [...answers.query.ids].sort())
  const wanted = new Set(answers.conversations.list.flatMap(one => one.participantIds))
  assert.deepEqual(new Set(answers.people.list.map(one => one.id)), wanted)
})

test('a result reference that leads nowhere fails its own call only', async () => {
  const errors = await refusal(jam.requestMany(t => {
    const query = t.Favourite.query({ accountId: MAUGER })
    return {
      query,
      nowhere: t.Favourite.get({ accountId: MAUGER, ids: query.$ref('/nothing') }),
      number: t.Favourite.get({ accountId: MAUGER, ids: query.$ref('/position') }),
      echo: t.Core.echo({ a: 1 }),
    }
  }))
  assert.deepEqual(errors.map(error => error.type), ['invalidResultReference', 'invalidArguments'])
})

test('a reference to a call of another name, or given beside a value, is refused', async () => {
  const body = {
    using: EVERYTHING,
    methodCalls: [
      ['Favourite/query', { accountId: MAUGER }, 'a'],
      ['Favourite/get', { accountId: MAUGER, '#ids': { resultOf: 'a', name: 'Favourite/get', path: '/ids' } }, 'b'],
      ['Favourite/get', { accountId: MAUGER, ids: [], '#ids': { resultOf: 'a', name: 'Favourite/query', path: '/ids' } }, 'c'],
      ['Favourite/get', { accountId: MAUGER, '#ids': { resultOf: 'a', name: 'Favourite/query', path: '/ids' } }, 'd'],
    ],
  }
  const answer = await fetch(`${url}/jmap/api`, { method: 'POST', headers: { Authorization: `Bearer ${mauger.token}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
  const { methodResponses } = await answer.json()
  assert.deepEqual(methodResponses.map(([name, , id]) => [name, id]), [['Favourite/query', 'a'], ['error', 'b'], ['error', 'c'], ['Favourite/get', 'd']])
  assert.deepEqual([methodResponses[1][1].type, methodResponses[2][1].type], ['invalidResultReference', 'invalidArguments'])
})

test('a creation id holds across the methods of a request, and is told (sections 3.3, 3.4 and 5.3)', async () => {
  const [answers, { createdIds }] = await jam.requestMany(t => ({
    conversation: t.Conversation.set({ accountId: MAUGER, create: { c1: { subject: 'Références', participantIds: [TOTARO] } } }),
    message: t.Message.set({ accountId: MAUGER, create: { m1: { conversationId: '#c1', text: 'Bonjour' } } }),
    get: t.Conversation.get({ accountId: MAUGER, ids: ['#c1'] }),
    update: t.Conversation.set({ accountId: MAUGER, update: { '#c1': { isPinned: true } } }),
  }), { createdIds: {} })
  const { id } = answers.conversation.created.c1
  assert.equal(answers.get.list[0].id, id)
  assert.ok(id in answers.update.updated)
  assert.deepEqual(createdIds, { c1: id, m1: answers.message.created.m1.id })

  const [later] = await jam.request(['Message/set', { accountId: MAUGER, create: { m2: { conversationId: '#c1', text: 'Encore' } } }], { createdIds })
  assert.ok(later.created.m2.id)
  const [query] = await totaro.jam.api.Message.query({ accountId: TOTARO, filter: { conversationId: id } })
  assert.deepEqual(query.ids, [answers.message.created.m1.id, later.created.m2.id])
})

test('a creation id that nothing has is refused, and what it stands in with it', async () => {
  const [set] = await jam.api.Message.set({ accountId: MAUGER, create: { m: { conversationId: '#nothing', text: 'Perdu' } } })
  assert.equal(set.notCreated.m.type, 'invalidProperties')
  assert.deepEqual(set.notCreated.m.properties, ['conversationId'])
})

test('the same create sent twice makes one', async () => {
  const create = { c: { clientId: uuid7(), subject: 'Une fois', participantIds: [TOTARO] } }
  const [first] = await jam.api.Conversation.set({ accountId: MAUGER, create })
  const [second] = await jam.api.Conversation.set({ accountId: MAUGER, create })
  assert.equal(second.created.c.id, first.created.c.id)
  assert.equal(second.newState, first.newState)
  const [other] = await jam.api.Conversation.set({ accountId: MAUGER, create: { c: { ...create.c, subject: 'Autre' } } })
  assert.equal(other.notCreated.c.type, 'alreadyExists')
  assert.equal(other.notCreated.c.existingId, first.created.c.id)
})
