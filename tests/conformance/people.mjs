// SPDX-License-Identifier: GPL-3.0-or-later
// The two people of the demonstration region who are driven here, each with a jmap-jam client of their own, signed in as everyone is.
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const modules = process.env.SPICO_NODE_MODULES
const load = name => import(pathToFileURL(path.join(modules, name)))

export const { default: JamClient } = await load('jmap-jam/dist/index.js')
const { EventSource } = await load('eventsource/dist/index.js')

export const url = process.env.SPICO_URL
export const CORE = 'urn:ietf:params:jmap:core'
export const DIRECTORY = 'https://spico.esante.com/jmap/directory'
export const DISCUSSIONS = 'https://spico.esante.com/jmap/discussions'
export const DOSSIERS = 'https://spico.esante.com/jmap/dossiers'
export const RELATIONS = 'https://spico.esante.com/jmap/relations'
export const EVERYTHING = [CORE, DIRECTORY, DISCUSSIONS, DOSSIERS, RELATIONS]
export const MAUGER = 'p899700900014'
export const TOTARO = 'p899700900022'
export const EHPAD = 'f310990106'
export const REGION = 'region'

export const types = {
  Principal: { account: REGION, capability: DIRECTORY },
  Dossier: { account: MAUGER, capability: DOSSIERS },
  Conversation: { account: MAUGER, capability: DISCUSSIONS },
  Message: { account: MAUGER, capability: DISCUSSIONS },
  ReadMarker: { account: MAUGER, capability: DISCUSSIONS },
  Favourite: { account: MAUGER, capability: DISCUSSIONS },
  FavouriteGroup: { account: MAUGER, capability: DISCUSSIONS },
  FavouriteGroupShare: { account: MAUGER, capability: DISCUSSIONS },
  GroupRequest: { account: MAUGER, capability: DISCUSSIONS },
  Delegation: { account: MAUGER, capability: RELATIONS },
  PublicGroup: { account: REGION, capability: DIRECTORY },
  Category: { account: REGION, capability: DIRECTORY },
  Device: { account: MAUGER, capability: RELATIONS },
  Announcement: { account: REGION, capability: DIRECTORY },
}

export async function signIn (login) {
  const body = new URLSearchParams({ grant_type: 'password', username: login, password: 'spico-demo' })
  const answer = await fetch(`${url}/auth/token`, { method: 'POST', body })
  if (!answer.ok)
    throw new Error(`${login} cannot sign in: ${answer.status}`)
  const { access_token: token } = await answer.json()
  return { token, jam: client(token) }
}

export function client (token) {
  return new JamClient({
    bearerToken: token,
    sessionUrl: `${url}/.well-known/jmap`,
    customCapabilities: Object.fromEntries(Object.entries(types).map(([name, { capability }]) => [name, capability])),
  })
}

// jmap-jam opens `new EventSource (url)`, as in a browser; here it must bring the token along.
export function listenAs (token) {
  globalThis.EventSource = class extends EventSource {
    constructor (address) {
      super(address, { fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } }) })
    }
  }
}

// A version 7 UUID.
export function uuid7 () {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const time = BigInt(Date.now())
  for (let i = 0; i < 6; i++)
    bytes[i] = Number((time >> BigInt(8 * (5 - i))) & 0xffn)
  bytes[6] = (bytes[6] & 0x0f) | 0x70
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Buffer.from(bytes).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

// What a promise is refused with.
export async function refusal (promise) {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it was accepted')
}

export const mauger = await signIn('mauger')
export const totaro = await signIn('totaro')

// The demonstration region has no group of favourites.
await mauger.jam.api.FavouriteGroup.set({ accountId: MAUGER, create: { g: { name: 'Équipe PCO', isPublic: true, memberIds: [TOTARO, EHPAD] } } })

// The demonstration region asks its operator nothing: somebody does, so that there is such an object too (F058).
const [{ ids }] = await mauger.jam.api.FavouriteGroup.query({ accountId: MAUGER, filter: { isAdministrator: true } })
const [{ list: groups }] = await mauger.jam.api.FavouriteGroup.get({ accountId: MAUGER, ids })
const { id: groupId } = groups.find(group => group.memberIds.includes(TOTARO))
const [{ notCreated }] = await mauger.jam.api.GroupRequest.set({ accountId: MAUGER, create: { r: { groupId, successorId: TOTARO } } })
if (notCreated?.r && notCreated.r.type !== 'alreadyExists')
  throw new Error(`mauger cannot ask for an administrator: ${notCreated.r.type}`)
