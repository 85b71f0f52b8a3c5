// SPDX-License-Identifier: GPL-3.0-or-later
// Binary data (section 6).
import assert from 'node:assert/strict'
import crypto from 'node:crypto'

import { CORE, EHPAD, MAUGER, REGION, TOTARO, mauger, refusal, totaro } from './people.mjs'
import { test } from './tap.mjs'

const { jam } = mauger
const bytes = size => crypto.randomBytes(size)

test('what is uploaded is downloaded, with the type and the name asked for (sections 6.1 and 6.2)', async () => {
  for (const data of [Buffer.alloc(0), bytes(10), bytes(262_144), bytes(900_000)]) {
    const blob = await jam.uploadBlob(MAUGER, new Blob([data], { type: 'application/pdf' }))
    assert.deepEqual({ ...blob, blobId: '' }, { accountId: MAUGER, blobId: '', type: 'application/pdf', size: data.length })
    const answer = await jam.downloadBlob({ accountId: MAUGER, blobId: blob.blobId, mimeType: 'image/png', fileName: 'compte rendu.png' })
    assert.equal(answer.headers.get('Content-Type'), 'image/png')
    assert.match(answer.headers.get('Content-Disposition'), /^attachment; filename="compte rendu.png"/)
    assert.ok(data.equals(Buffer.from(await answer.arrayBuffer())))
  }
})

test('text, and a stream without a length, are uploaded too', async () => {
  const text = await jam.uploadBlob(MAUGER, 'Bonjour é')
  assert.deepEqual([text.type, text.size], ['text/plain', 10])
  const parts = Array.from({ length: 9 }, () => bytes(100_000))
  const stream = new ReadableStream({
    pull (controller) {
      if (parts.length === 0)
        controller.close()
      else
        controller.enqueue(parts.shift())
    },
  })
  const blob = await jam.uploadBlob(MAUGER, stream, { duplex: 'half' })
  assert.equal(blob.size, 900_000)
})

test('Blob/copy gives a blob to another account (section 6.3)', async () => {
  const data = bytes(300_000)
  const { blobId } = await jam.uploadBlob(MAUGER, data)
  const [answer] = await jam.api.Blob.copy({ fromAccountId: MAUGER, accountId: EHPAD, blobIds: [blobId, 'unknown'] }, { using: [CORE] })
  assert.deepEqual([answer.fromAccountId, answer.accountId], [MAUGER, EHPAD])
  assert.deepEqual(Object.keys(answer.copied), [blobId])
  assert.equal(answer.notCopied.unknown.type, 'notFound')
  const copy = await jam.downloadBlob({ accountId: EHPAD, blobId: answer.copied[blobId], mimeType: 'application/pdf', fileName: 'x' })
  assert.ok(data.equals(Buffer.from(await copy.arrayBuffer())))
  for (const [fromAccountId, accountId, type] of [[TOTARO, MAUGER, 'fromAccountNotFound'], [MAUGER, TOTARO, 'accountNotFound'], [MAUGER, REGION, 'accountReadOnly']])
    assert.equal((await refusal(jam.api.Blob.copy({ fromAccountId, accountId, blobIds: [blobId] }))).type, type)
})

test("another person's blob does not exist", async () => {
  const { blobId } = await jam.uploadBlob(MAUGER, 'secret')
  for (const accountId of [MAUGER, TOTARO]) {
    const error = await refusal(totaro.jam.downloadBlob({ accountId, blobId, mimeType: 'text/plain', fileName: 'x' }))
    assert.equal(error.cause.status, 404)
  }
  const error = await refusal(totaro.jam.uploadBlob(MAUGER, 'x'))
  assert.equal(error.cause.status, 404)
})

test('a message has attachments, which those who read it download (RFC 8621 sections 4.1.4 and 4.6)', async () => {
  const data = bytes(300_000)
  const { blobId } = await jam.uploadBlob(MAUGER, new Blob([data], { type: 'application/pdf' }))
  const [conversation] = await jam.api.Conversation.set({ accountId: MAUGER, create: { c: { subject: 'Bilan', participantIds: [TOTARO] } } })
  const conversationId = conversation.created.c.id
  const create = (id, more) => jam.api.Message.set({ accountId: MAUGER, create: { m: { conversationId, text: '', attachments: [{ blobId: id, name: 'Bilan.pdf', ...more }] } } })
  const [refused] = await create('unknown')
  assert.deepEqual([refused.notCreated.m.type, refused.notCreated.m.notFound], ['blobNotFound', ['unknown']])
  const [misnamed] = await create(blobId, { name: '../Bilan.pdf' })
  assert.deepEqual([misnamed.notCreated.m.type, misnamed.notCreated.m.properties], ['invalidProperties', ['attachments']])
  const [sent] = await create(blobId)
  assert.deepEqual(sent.created.m.attachments, [{ blobId, name: 'Bilan.pdf', type: 'application/pdf', size: data.length }])

  const [seen] = await totaro.jam.api.Message.get({ accountId: TOTARO, ids: [sent.created.m.id] })
  assert.deepEqual(seen.list[0].attachments, sent.created.m.attachments)
  const got = await totaro.jam.downloadBlob({ accountId: TOTARO, blobId, mimeType: 'application/pdf', fileName: 'Bilan.pdf' })
  assert.ok(data.equals(Buffer.from(await got.arrayBuffer())))
  assert.equal((await refusal(totaro.jam.downloadBlob({ accountId: MAUGER, blobId, mimeType: 'application/pdf', fileName: 'x' }))).cause.status, 404)

  await jam.api.Message.set({ accountId: MAUGER, update: { [sent.created.m.id]: { isWithdrawn: true } } })
  assert.equal((await refusal(totaro.jam.downloadBlob({ accountId: TOTARO, blobId, mimeType: 'application/pdf', fileName: 'x' }))).cause.status, 404)
})
