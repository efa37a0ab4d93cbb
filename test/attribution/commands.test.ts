// The engine on the command line, as people script against it: what is printed, what is refused, and with which exit code.
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, watch, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PROJECT_ROOT } from '../../src/config'

const GULLS = 'The lighthouse keeper of Fastnet counted seventeen herring gulls before breakfast.'

let home: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-commands-'))
})

afterAll(async () => {
  await rm(home, { recursive: true, force: true })
})

async function headwater(args: string[], input: string | Uint8Array = '') {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'bin/headwater.js'), ...args], { cwd: home })
  child.stdin.end(input)
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { out, err, code: await code }
}

it('builds from files and stdin, says what an index holds, and attributes a text', async () => {
  await writeFile(join(home, 'rows.jsonl'), `{"id":"gulls","owner":"Ada","text":"${GULLS}","page":7}\n\n`)
  const second = '{"id":"tides","text":"Spring tides follow the new moon."}'
  const built = await headwater(['index', 'build', 'index', 'rows.jsonl', '-', '--json'], second)
  expect(built).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(built.out)).toMatchObject({ rows: 2, owners: 2, segments: 1, tokenizer: 'cl100k_base' })
  for (const command of ['verify', 'info']) {
    expect((await headwater(['index', command, 'index', '--json'])).out).toBe(built.out)
    expect((await headwater(['index', command, 'index'])).out).toContain('2 rows, 2 owners')
  }
  const answer = JSON.parse((await headwater(['attribute', 'index', '--json'], GULLS)).out)
  expect(answer).toMatchObject({
    method: 'suffix-array/1',
    shares: [{ id: 'gulls', owner: 'Ada' }],
    unattributedPpb: 0,
  })
  await writeFile(join(home, 'output.txt'), GULLS)
  const custom = await headwater(['attribute', 'index', 'output.txt', '--json', '--alpha', '0.5', '--max-owners', '3'])
  expect(JSON.parse(custom.out)).toMatchObject({ method: 'custom', parameters: { alpha: 0.5, maxOwners: 3 } })
  expect((await headwater(['attribute', 'index', 'output.txt'])).out).toContain('gulls (Ada)')
})

it('tells people why passages earned nothing, and lets no row steer their terminal', async () => {
  const rows = [
    { id: 'gulls\u001b[2J', owner: 'Ada', text: GULLS },
    { id: 'copy', owner: 'Ben', text: GULLS },
  ]
  await headwater(['index', 'build', 'told', '-'], rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const { out } = await headwater(['attribute', 'told', '-'], `${GULLS} Before breakfast.`)
  expect(out).toContain('gulls\ufffd[2J (Ada)')
  expect(out).toMatch(
    / {2}0-\d+ {2}credited, \d+\.\d of \d+\.\d nats {2}gulls\ufffd\[2J 0-\d+ and 1 other\n {4}"The lighthouse/,
  )
  const common = await headwater(['attribute', 'told', '-', '--max-owners', '1'], GULLS)
  expect(common.out).toContain('BOILERPLATE, 2 owners')
})

it('refuses with code, file and line, and writes nothing', async () => {
  await writeFile(join(home, 'bad.jsonl'), '{"id":"a","text":"x"}\n{"id":"b","text":7}\n')
  const refused = await headwater(['index', 'build', 'bad', 'bad.jsonl'])
  expect(refused).toEqual({
    code: 1,
    out: '',
    err: 'HW505 bad.jsonl, line 2: the field text is not a string of well-formed Unicode\n',
  })
  expect((await readdir(home)).filter((name) => name.startsWith('bad') || name.startsWith('.'))).toEqual(['bad.jsonl'])
  expect(await headwater(['attribute', 'nowhere'], GULLS)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^HW501 /),
  })
  await writeFile(join(home, 'latin1.txt'), Buffer.from([0x63, 0xe9]))
  await headwater(['index', 'build', 'empty', '-'])
  expect(await headwater(['attribute', 'empty', 'latin1.txt'])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^HW509 latin1\.txt/),
  })
  expect(await headwater(['attribute', 'empty', '--alpha', 'x'], GULLS)).toMatchObject({
    code: 1,
    err: 'HW510 --alpha is "x"; it must be a number\n',
  })
  expect((await headwater(['index', 'build', 'empty'])).code).toBe(2)
})

it('says of a number or a folder that it can not take which option it is and what it may be', async () => {
  await headwater(['index', 'build', 'some-index', '-'])
  const memory = 'it must be 32M to 8388607G: whole bytes, or with K, M or G behind the number'
  const owners = 'it must be a whole number from 1 to 1000000'
  const name = "it must be a path that ends in the folder's name: go one folder up and name it from there"
  const refusals: [string[], string][] = [
    [['index', 'build', 'new', '-', '--memory', '1.5G'], `--memory is "1.5G"; ${memory}`],
    [['index', 'build', 'new', '-', '--memory', '99999999999999G'], `--memory is "99999999999999G"; ${memory}`],
    [['index', 'add', 'some-index', '-', '--memory', '31M'], `--memory is "31M"; ${memory}`],
    [['attribute', 'some-index', '--max-owners', '4294967296'], `--max-owners is "4294967296"; ${owners}`],
    [['attribute', 'some-index', '--max-owners', '-1'], `--max-owners is "-1"; ${owners}`],
    [['index', 'build', '.', '-'], `the folder is "."; ${name}`],
    [['index', 'build', '', '-'], `the folder is ""; ${name}`],
  ]
  for (const [args, sentence] of refusals) {
    expect(await headwater(args), args.join(' ')).toEqual({ code: 1, out: '', err: `HW510 ${sentence}\n` })
  }
})

it('removes by ids as they were written, and repairs none of them', async () => {
  const row = (id: string) => `${JSON.stringify({ id, text: GULLS })}\n`
  const built = await headwater(['index', 'build', 'odd', '-'], `\ufeff${row('\ufffd')}${row('a\u2028b')}${row('c')}`)
  expect(built.out).toContain('3 rows')
  const repaired = await headwater(['index', 'remove', 'odd', '-'], Buffer.from([0xff, 0x0a]))
  expect(repaired).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^HW509 stdin is not UTF-8/) })
  expect((await headwater(['index', 'remove', 'odd', '-'], 'a\u2028b\r\nc\n')).out).toContain('1 row,')
})

it('changes an index as a whole or not at all', async () => {
  const line = (id: string) => `{"id":"${id}","text":"${id}: ${GULLS}"}\n`
  await headwater(['index', 'build', 'changing', '-'], line('a'))
  const added = await headwater(['index', 'add', 'changing', '-', '--json'], line('b') + line('c'))
  expect(JSON.parse(added.out)).toMatchObject({ rows: 3, segments: 2 })
  const twice = await headwater(['index', 'add', 'changing', '-'], line('d') + line('b'))
  expect(twice).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^HW505 stdin, line 2: the id "b"/) })
  const unknown = await headwater(['index', 'remove', 'changing', 'c', 'nobody'])
  expect(unknown).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^HW515 .*nobody/) })
  expect((await headwater(['index', 'remove', 'changing', 'a'])).out).toContain('2 rows')
  expect((await headwater(['index', 'remove', 'changing', '-'], 'b\n')).out).toContain('1 row,')
  expect((await headwater(['index', 'merge', 'changing'])).out).toContain('1 segment,')
  await headwater(['index', 'build', 'changed', '-'], line('c'))
  const [one, other] = await Promise.all(
    ['changing', 'changed'].map((dir) => headwater(['index', 'info', dir, '--json'])),
  )
  expect(JSON.parse(one?.out ?? '').dataSet).toBe(JSON.parse(other?.out ?? '').dataSet)
})

it('writes for infini-gram what it reads from it', async () => {
  await writeFile(join(home, 'some.jsonl'), `{"id":"gulls","owner":"Ada","text":"${GULLS}","page":7}\n`)
  const built = JSON.parse((await headwater(['index', 'build', 'some', 'some.jsonl', '--json'])).out)
  expect((await headwater(['index', 'export', 'some', 'some-out'])).out).toContain('1 row, 1 owner')
  const names = ['metadata.0', 'metaoff.0', 'offset.0', 'table.0', 'tokenized.0', 'unigram.0']
  expect((await readdir(join(home, 'some-out'))).sort()).toEqual(names)
  const imported = await headwater(['index', 'import', 'some-out', 'some-back', '--json'])
  expect(JSON.parse(imported.out)).toMatchObject({ dataSet: built.dataSet, rows: 1 })
  const byPage = ['index', 'import', 'some-out', 'by-page', '--owner-field', 'metadata.page', '--json']
  expect(JSON.parse((await headwater(byPage)).out).dataSet).not.toBe(built.dataSet)
  const nobody = await headwater(['index', 'import', 'some-out', 'nobody', '--id-field', 'metadata.url'])
  expect(nobody).toEqual({
    code: 1,
    out: '',
    err: 'HW505 tokenized.0, document 1: its metadata has no field metadata.url\n',
  })
})

it('ends on Ctrl-C with nothing half made, even while it waits for stdin', async () => {
  const changes = watch(home)
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'bin/headwater.js'), 'index', 'build', 'late', '-'], {
    cwd: home,
  })
  child.stdin.write('{"id":"first","text":"x"}\n{"id":"second"')
  for await (const { filename } of changes) if (filename === '.late.building') break
  child.kill('SIGINT')
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  expect(await text(child.stderr)).toBe('HW514 stopped on request; nothing was changed\n')
  expect(await code).toBe(1)
  child.stdin.destroy()
  expect((await readdir(home)).filter((name) => name.includes('late'))).toEqual([])
})
