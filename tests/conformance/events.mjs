// SPDX-License-Identifier: GPL-3.0-or-later
// The event stream (section 7.3), through an EventSource that nobody here wrote either.
import assert from 'node:assert/strict'

import { EHPAD, MAUGER, TOTARO, listenAs, mauger, totaro } from './people.mjs'
import { test, until } from './tap.mjs'

const { jam } = mauger

async function listen (person, options) {
  listenAs(person.token)
  const source = await person.jam.connectEventSource({ ping: 0, ...options })
  const heard = { states: [], pings: [], errors: 0, source }
  source.addEventListener('state', event => heard.states.push(JSON.parse(event.data)))
  source.addEventListener('ping', event => heard.pings.push(JSON.parse(event.data)))
  source.addEventListener('error', () => heard.errors++)
  await until(() => source.readyState === 1, 'the stream is open')
  return heard
}

const favourite = async () => {
  const [{ created, newState }] = await jam.api.Favourite.set({ accountId: MAUGER, create: { f: { principalId: EHPAD } } })
  await jam.api.Favourite.set({ accountId: MAUGER, destroy: [created.f.id] })
  return newState
}

test('a stream tells the states of every type, and each change of them', async () => {
  const heard = await listen(mauger, { types: '*' })
  await until(() => heard.states.length > 0, 'the states as they are')
  const [first] = heard.states
  assert.equal(first['@type'], 'StateChange')
  assert.ok(MAUGER in first.changed && EHPAD in first.changed)
  const [{ state }] = await jam.api.Favourite.get({ accountId: MAUGER, ids: [] })
  const latest = () => heard.states.reduce((known, { changed }) => changed[MAUGER]?.Favourite ?? known, undefined)
  await until(() => latest() === state, 'the state that /get gives')
  await favourite()
  const [{ state: last }] = await jam.api.Favourite.get({ accountId: MAUGER, ids: [] })
  await until(() => latest() === last, 'the last state')
  heard.source.close()
})

test('a stream tells only the types that were asked for', async () => {
  const heard = await listen(mauger, { types: ['Message', 'Conversation'] })
  await favourite()
  const [{ created }] = await jam.api.Conversation.set({ accountId: MAUGER, create: { c: { subject: 'Flux', participantIds: [TOTARO] } } })
  await jam.api.Message.set({ accountId: MAUGER, create: { m: { conversationId: created.c.id, text: 'Bonjour' } } })
  const [{ state }] = await jam.api.Message.get({ accountId: MAUGER, ids: [] })
  await until(() => heard.states.some(({ changed }) => changed[MAUGER]?.Message === state), 'the message')
  for (const { changed } of heard.states) {
    for (const types of Object.values(changed))
      assert.deepEqual(Object.keys(types).filter(type => !['Message', 'Conversation'].includes(type)), [])
  }
  heard.source.close()
})

test('what one person writes is told to the other', async () => {
  const heard = await listen(totaro, { types: ['Message'] })
  const [{ created }] = await jam.api.Conversation.set({ accountId: MAUGER, create: { c: { subject: 'Vers Totaro', participantIds: [TOTARO] } } })
  await jam.api.Message.set({ accountId: MAUGER, create: { m: { conversationId: created.c.id, text: 'Bonjour' } } })
  const [{ state }] = await totaro.jam.api.Message.get({ accountId: TOTARO, ids: [] })
  await until(() => heard.states.some(({ changed }) => changed[TOTARO]?.Message === state), 'the message')
  for (const { changed } of heard.states)
    assert.ok(!(MAUGER in changed), "another person's account")
  heard.source.close()
})

test('closeafter=state ends the stream after a change', async () => {
  const heard = await listen(mauger, { types: ['Favourite'], closeafter: 'state' })
  await favourite()
  await until(() => heard.errors > 0, 'the end')
  heard.source.close()
  assert.equal(heard.states.length, 1)
})

test('pings come at the interval that was agreed', async () => {
  const heard = await listen(mauger, { types: ['Message'], ping: 5 })
  await until(() => heard.pings.length > 0, 'a ping')
  assert.deepEqual(heard.pings[0], { interval: 5 })
  heard.source.close()
})
