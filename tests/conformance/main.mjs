// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 8620 as the npm client jmap-jam sees it, which nobody here wrote: every method, blobs, the event stream, errors and limits.
import './session.mjs'
import './methods.mjs'
import './references.mjs'
import './queries.mjs'
import './sets.mjs'
import './errors.mjs'
import './blobs.mjs'
import './events.mjs'
import './push.mjs'
import './limits.mjs'
import { run } from './tap.mjs'

await run()
