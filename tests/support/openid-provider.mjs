// SPDX-License-Identifier: GPL-3.0-or-later
// openid-provider.mjs ACCOUNTS [ALGORITHM]: a real OpenID provider (oidc-provider of npm) on a free port of this machine, which it prints; its one client is « spico » with the
// secret « secret of the tests », from whichever port. ACCOUNTS is a JSON file, {"ID": {CLAIMS…}}; ALGORITHM is RS256, PS256 or ES256.
//
// People sign in on a page with a button for each account, and one to cancel. POST /control does to it what the world does: ?rotate=1 makes new keys, ?away=1 answers nothing
// but 503 until ?away=0. GET /control counts what it was asked for.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(`${process.env.SPICO_NODE_MODULES}/`)
const { Provider } = await import(pathToFileURL(require.resolve('oidc-provider')))

const [accountsFile, algorithm = 'RS256'] = process.argv.slice(2)
const accounts = JSON.parse(readFileSync(accountsFile, 'utf8'))
const counts = {}
let issuer
let provider
let isAway = false

function newKey () {
  const { privateKey } = algorithm === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: algorithm, use: 'sig' }
}

function findAccount (context, id) {
  return accounts[id] && { accountId: id, claims: () => ({ sub: `subject-${id}`, ...accounts[id] }) }
}

// Who signs in agrees: the operator of the region and the provider have done so for them.
async function agree (context) {
  const grant = new context.oidc.provider.Grant({ clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId })
  grant.addOIDCScope('openid scope_all')
  await grant.save()
  return grant
}

function newProvider () {
  const made = new Provider(issuer, {
    clients: [{ client_id: 'spico', client_secret: 'secret of the tests', redirect_uris: [`${issuer}/nowhere`], grant_types: ['authorization_code'], id_token_signed_response_alg: algorithm }],
    jwks: { keys: [newKey()] },
    cookies: { keys: [randomUUID()] },
    scopes: ['openid', 'scope_all'],
    claims: { openid: ['sub', 'login'], scope_all: ['SubjectNameID', 'given_name', 'family_name'] },
    acrValues: ['eidas1'],
    features: { devInteractions: { enabled: false } },
    interactions: { url: (context, interaction) => `/sign-in/${interaction.uid}` },
    ttl: { AccessToken: 120, AuthorizationCode: 60, Grant: 600, IdToken: 120, Interaction: 600, Session: 600 },
    findAccount,
    loadExistingGrant: agree,
  })
  made.Client.prototype.redirectUriAllowed = uri => /^http:\/\/(127\.0\.0\.1|localhost):\d+\/auth\/callback$/.test(uri)
  return made
}

function page (uid) {
  const buttons = Object.keys(accounts).map(id => `<button name="account" value="${id}">${accounts[id].given_name ?? id}</button>`)
  return `<!DOCTYPE html><html lang="fr"><title>Fournisseur d’identité fictif</title><form method="post" action="/sign-in/${uid}">${buttons.join('')}<button name="account" value="">Annuler</button></form></html>`
}

async function readForm (request) {
  let text = ''
  for await (const piece of request)
    text += piece
  return new URLSearchParams(text)
}

async function signIn (request, response, uid) {
  if (request.method === 'GET') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page(uid))
    return
  }
  const account = (await readForm(request)).get('account')
  const result = accounts[account] ? { login: { accountId: account, acr: 'eidas1' } } : { error: 'access_denied', error_description: 'the person cancelled' }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

function control (request, response, parameters) {
  if (request.method === 'POST' && parameters.get('rotate'))
    provider = newProvider()
  if (request.method === 'POST' && parameters.has('away'))
    isAway = parameters.get('away') === '1'
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(counts))
}

async function answer (request, response) {
  const url = new URL(request.url, issuer)
  if (url.pathname === '/control')
    return control(request, response, url.searchParams)
  counts[url.pathname] = (counts[url.pathname] ?? 0) + 1
  if (isAway)
    return response.writeHead(503).end()
  if (url.pathname.startsWith('/sign-in/'))
    return signIn(request, response, url.pathname.slice('/sign-in/'.length))
  return provider.callback()(request, response)
}

const server = createServer((request, response) => {
  answer(request, response).catch(error => {
    console.error(error)
    response.writeHead(500).end()
  })
})
server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`
  provider = newProvider()
  console.log(`listening on ${issuer}`)
})
