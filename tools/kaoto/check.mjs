// Opens every route file as Kaoto does, holds it to the schema that Kaoto's editor holds it to, and writes it as Kaoto
// writes it when somebody saves. With the name of a folder, what was written is left there, in a copy of all of Wadi's files.
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { kaoto } from './kaoto.mjs';

const CAMEL = '4.18.0'; // of those in Kaoto's catalogue the nearest to ours
const home = resolve(import.meta.dirname, '../..');
const written = process.argv[2] && resolve(process.argv[2]);

const { open, schema } = await kaoto(CAMEL);
const matches = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
const files = readdirSync(join(home, 'routes'), { recursive: true }).filter((file) => file.endsWith('.camel.yaml')).sort();
const problems = [];
const remarks = [];
let steps = 0;

if (written) {
  rmSync(written, { recursive: true, force: true });
  for (const part of ['routes', 'templates', ...readdirSync(home).filter((file) => /^application.*\.properties$/.test(file))]) {
    cpSync(join(home, part), join(written, part), { recursive: true });
  }
}
for (const file of files) {
  const path = join('routes', file);
  check(path, readFileSync(join(home, path), 'utf8'));
}
remarks.forEach((remark) => console.log(`remark: ${remark}`));
problems.forEach((problem) => console.error(`problem: ${problem}`));
console.log(`${files.length} files, ${steps} nodes, ${problems.length} problems, ${remarks.length} remarks`);
process.exitCode = files.length > 0 && problems.length === 0 ? 0 : 1;

function check(path, text) {
  const tell = (problem) => problems.push(`${path}: ${problem}`);
  const content = parse(text);
  const opened = open(path, text);
  const drawn = opened.getVisualEntities();
  if (drawn.length !== content.length) {
    tell(`${content.length} routes and configurations, of which Kaoto shows ${drawn.length}`);
  }
  drawn.forEach((entity) => look(entity.toVizNode(), (remark) => remarks.push(`${path}: ${remark}`)));
  schemaErrors(content).forEach(tell);

  const saved = opened.toString();
  schemaErrors(parse(saved)).forEach((error) => tell(`as Kaoto writes it: ${error}`));
  differences(content, parse(saved)).forEach(({ at, before, after }) => tell(`Kaoto reads ${before} at ${at} and writes ${after}`));
  if (open(path, saved).toString() !== saved) {
    tell('Kaoto writes what it has written in another way the second time');
  }
  if (written) {
    writeFileSync(join(written, path), saved);
  }
}

/** Every node on the canvas, with the mark that Kaoto gives it. */
function look(node, tell) {
  steps++;
  const mark = node.getNodeValidationText();
  if (mark) {
    tell(`${node.data.path} is marked: ${mark}`);
  }
  node.getChildren()?.forEach((child) => look(child, tell));
}

function schemaErrors(content) {
  return matches(content) ? [] : matches.errors.map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}

/** Where two contents are not the same, as {at, before, after}. */
function differences(before, after, at = '') {
  if (isDeepStrictEqual(before, after)) {
    return [];
  }
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) {
    return [{ at, before: JSON.stringify(before), after: JSON.stringify(after) }];
  }
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => differences(before[key], after[key], `${at}/${key}`));
}
