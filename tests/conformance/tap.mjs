// SPDX-License-Identifier: GPL-3.0-or-later
// Runs cases one after the other and tells each outcome as a TAP line.
const cases = []

export function test (name, run) {
  cases.push({ name, run })
}

function explain (error) {
  const text = error instanceof Error ? `${error.stack}${error.cause ? `\n${JSON.stringify(error.cause)}` : ''}` : JSON.stringify(error)
  for (const line of text.split('\n'))
    console.log(`# ${line}`)
}

export async function run () {
  let failed = 0
  let number = 0
  for (const { name, run: body } of cases) {
    number++
    try {
      await body()
      console.log(`ok ${number} - ${name}`)
    } catch (error) {
      explain(error)
      console.log(`not ok ${number} - ${name}`)
      failed++
    }
  }
  console.log(`1..${number}`)
  process.exit(failed === 0 ? 0 : 1)
}

// Calls condition until it gives something true.
export async function until (condition, what, patience = 30_000) {
  const deadline = Date.now() + patience
  for (;;) {
    const result = await condition()
    if (result)
      return result
    if (Date.now() > deadline)
      throw new Error(`not in time: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
