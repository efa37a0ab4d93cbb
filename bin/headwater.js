#!/usr/bin/env node
// The command's door: refuses a Node that is too old before anything modern is loaded, then hands over to the built code.
'use strict'

const LEAST_NODE = 22
const { existsSync } = require('node:fs')
const { join } = require('node:path')

const cli = join(__dirname, '..', 'lib', 'cli.js')
if (Number(process.versions.node.split('.')[0]) < LEAST_NODE) {
  console.error(
    `HW102 This is Node ${process.versions.node}; Headwater needs ${LEAST_NODE} or newer. The right one is installed with it: use \`npx headwater …\`.`,
  )
  process.exit(1)
}
if (!existsSync(cli)) {
  console.error('HW103 Headwater is not built: run `npm ci` (or `npm run build`) in its folder first.')
  process.exit(1)
}
require(cli).main(process.argv)
