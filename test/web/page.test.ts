// The explorer before a reader's eyes: the built page, served by the real API over a real database, in a real browser
// where one is installed, and in a DOM of Node in any case.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import postgres from 'postgres'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROJECT_ROOT } from '../../src/config'
import { type ApiUnderTest, openApi } from '../support/api/api'
import { findChromium, openInChromium, openInDom, type Page, seen } from '../support/api/page'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { createFixture, type Fixture } from '../support/fixture/fixture'
import { hashOf } from '../support/fixture/fixture-row'
import { OUTPUT, PUBLIC_TEXT, SECRET_TEXT, type Story, tellStory } from '../support/story'
import { until } from '../support/until'

let folder: string
let database: TestDatabase
let sql: postgres.Sql
let fixture: Fixture
let story: Story
let api: ApiUnderTest

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headwater-web-'))
  const root = join(PROJECT_ROOT, 'src', 'web')
  await build({
    root,
    configFile: join(root, 'vite.config.mts'),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true },
  })
  database = await createTestDatabase()
  sql = postgres(database.url, { max: 2, onnotice: () => undefined })
  fixture = createFixture(sql)
  story = await tellStory(fixture)
  api = await openApi(database.url, { explorer: folder })
}, 120_000)

afterAll(async () => {
  await api?.stop()
  await sql?.end()
  await database?.drop()
  await rm(folder, { recursive: true, force: true })
})

it('the script is small, and nothing is inline or from elsewhere', async () => {
  const assets = await readdir(join(folder, 'assets'))
  const script = await readFile(join(folder, 'assets', assets.find((name) => name.endsWith('.js')) ?? ''))
  expect(gzipSync(script).length).toBeLessThan(40 * 1024)
  const html = await readFile(join(folder, 'index.html'), 'utf8')
  expect(html).not.toMatch(/<style|style=|<script(?![^>]*src="\/assets\/)|(src|href)="(https?:)?\/\//)
})

const chromium = findChromium()
const browsers: [string, (url: string) => Promise<Page>][] = [['a DOM of Node', openInDom]]
if (chromium !== null) browsers.push(['Chromium', (url) => openInChromium(url, chromium)])

describe.each(browsers)('in %s', (_name, open) => {
  const visit = async (path: string, look: (page: Page) => Promise<void>) => {
    const page = await open(`${api.url}${path}`)
    try {
      await look(page)
      expect(page.faults()).toEqual([])
    } finally {
      await page.close()
    }
  }
  const decisionPath = (id: string) => `/decision/${id}`

  it('the list shows every decision with its verdict in words, and links to its page', () =>
    visit('/', async (page) => {
      await seen(page, '.decision')
      expect(await page.title()).toBe('Decisions · Headwater')
      expect(await page.texts('.decision .verdict')).toEqual(['Unverifiable', 'Pending', 'Mismatch'])
      expect((await page.texts('.decision .fee')).at(-1)).toBe('1.000000000000000001 OPEN')
      expect((await page.attributes('.decision .excerpt', 'href')).at(-1)).toBe(decisionPath(story.judged))
      expect((await page.texts('.decision .excerpt')).at(-1)).toContain('quick brown fox')
    }))

  it('the list can be narrowed to one verdict', () =>
    visit('/?status=MISMATCH', async (page) => {
      await seen(page, '.decision')
      expect(await page.texts('.decision .verdict')).toEqual(['Mismatch'])
      expect(await page.texts('.filter [aria-current]')).toEqual(['Mismatch'])
    }))

  it('a new decision appears by itself', () =>
    visit('/', async (page) => {
      const before = await seen(page, '.decision')
      const { model, version, caller } = story
      const number = 20 + before.length
      const output = hashOf('live', number)
      const id = await fixture.inference(output, { block: number, model, version, caller, output })
      await fixture.head(number)
      try {
        await until('the new decision in the list', async () =>
          (await page.attributes('.excerpt', 'href')).includes(decisionPath(id)),
        )
      } finally {
        await sql`delete from inference where id = ${id}`
        await fixture.head(number + 1)
      }
    }))

  it('a decision shows its output and sources with the same passages marked', () =>
    visit(decisionPath(story.judged), async (page) => {
      await seen(page, '.source mark')
      expect(await page.texts('.output mark')).toEqual(['quick brown fox jumps over', 'the word that opens the vault'])
      expect(await page.texts('.sources mark')).toEqual(['quick brown fox jumps over', 'the word that opens the vault'])
      const [output = ''] = await page.texts('.output .prose')
      expect(output.replaceAll(/(over|vault)\d/g, '$1')).toBe(OUTPUT)
      expect((await page.texts('.sources .prose'))[0]).toBe(PUBLIC_TEXT.replace('jumps over', 'jumps over1'))
      expect((await page.texts('h1'))[0]).toBe('A decision of Echo, version 1')
    }))

  it('shares, rest, claim and money are exact and complete', () =>
    visit(decisionPath(story.judged), async (page) => {
      const shares = await seen(page, '.source .share')
      expect(shares).toEqual(['35 %', '25 %', '0 %', '40 %'])
      expect((await page.texts('.finding-sentence'))[0]).toContain('5 % of the credit stands elsewhere')
      expect((await page.texts('.checks'))[0]).toContain('add up to one whole, to the part per billion')
      expect((await page.texts('.checks'))[0]).toContain('2 passages stand word for word')
      expect((await page.texts('.limits'))[0]).toContain('Paraphrase and reasoning leave no trace')
      expect((await page.texts('.money tfoot .figure'))[0]).toBe('1.000000000000000001 OPEN')
    }))

  it('of a private row only the passage is on the page', () =>
    visit(decisionPath(story.judged), async (page) => {
      await seen(page, '.source mark')
      const [body = ''] = await page.texts('body')
      expect(body).toContain('Quoted only')
      expect(body).not.toContain('Zephyr')
      expect(body).not.toContain(SECRET_TEXT)
      expect(body).not.toContain('My secret question')
    }))

  it('a footnote lights its passage on both sides, and Escape lets go', () =>
    visit(decisionPath(story.judged), async (page) => {
      await seen(page, '.output .note')
      await page.click('.output .note')
      expect(await page.texts('mark[data-lit]')).toEqual(['quick brown fox jumps over', 'quick brown fox jumps over'])
      await page.press('Escape')
      expect((await page.texts('.output mark[data-lit]')).length).toBeLessThan(2)
    }))

  it('a decision without a run says why, and one that is not judged says so', async () => {
    await visit(decisionPath(story.unverifiable), async (page) => {
      await seen(page, '.finding-sentence')
      expect((await page.texts('.finding .verdict'))[0]).toBe('Unverifiable')
      expect((await page.texts('.finding-sentence'))[0]).toContain('can’t be fetched')
    })
    await visit(decisionPath(story.plain), async (page) => {
      await seen(page, '.finding-sentence')
      expect((await page.texts('.finding .verdict'))[0]).toBe('Pending')
    })
  })

  it('what does not exist is said plainly', async () => {
    await visit(decisionPath(`31337-${hashOf('nothing')}`), async (page) => {
      expect(await seen(page, '.notice h1')).toEqual(['No such decision'])
    })
    await visit('/decision/nonsense', async (page) => {
      expect(await seen(page, '.notice h1')).toEqual(['There is no such page'])
    })
  })
})
