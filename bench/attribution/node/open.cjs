// How long does opening take in a fresh process, and opening with a first question? `node open.cjs INDEX…` opens one after the other and prints one line of JSON.
'use strict'

const { join } = require('node:path')
const { openIndex } = require(join(__dirname, '../../../lib/attribution/engine.js'))

void (async () => {
  const milliseconds = []
  const answered = []
  for (const folder of process.argv.slice(2)) {
    const since = performance.now()
    const index = await openIndex(folder)
    milliseconds.push(performance.now() - since)
    await index.attribute('What is asked first waits for the vocabulary.')
    answered.push(performance.now() - since)
    index.close()
  }
  console.log(JSON.stringify({ milliseconds, answered }))
})()
