// Opens every route file as Kaoto does, holds it to the schema that Kaoto's editor holds it to, and writes it as Kaoto does:
// saved without a change, and with every step edited. Given a folder, leaves in it two copies of Wadi's files, saved/ and
// edited/, with the routes so written.
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { kaoto } from './kaoto.mjs';

const CAMEL = '4.18.0'; // of those in Kaoto's catalogue the nearest to ours
const home = resolve(import.meta.dirname, '../..');
const folder = process.argv[2] && resolve(process.argv[2]);

const { open, knows, schema } = await kaoto(CAMEL);
const matches = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
const files = readdirSync(join(home, 'routes'), { recursive: true }).filter((file) => file.endsWith('.camel.yaml')).sort();
const problems = [];
const remarks = [];
let nodes = 0;

if (folder) {
  rmSync(folder, { recursive: true, force: true });
  const parts = ['routes', 'templates', ...readdirSync(home).filter((file) => /^application.*\.properties$/.test(file))];
  ['saved', 'edited'].forEach((copy) => parts.forEach((part) => cpSync(join(home, part), join(folder, copy, part), { recursive: true })));
}
for (const file of files) {
  const path = join('routes', file);
  try {
    check(path);
  } catch (error) {
    problems.push(`${path}: ${error.message.split('\n')[0]}`);
  }
}
remarks.forEach((remark) => console.log(`remark: ${remark}`));
problems.forEach((problem) => console.error(`problem: ${problem}`));
console.log(`${files.length} files, ${nodes} nodes, ${problems.length} problems, ${remarks.length} remarks`);
process.exitCode = files.length > 0 && problems.length === 0 ? 0 : 1;

function check(path) {
  const text = readFileSync(join(home, path), 'utf8');
  const tell = (problem) => problems.push(`${path}: ${problem}`);
  const content = parse(text);
  const opened = open(path, text);
  const drawn = opened.getVisualEntities();
  if (drawn.length !== content.length) {
    tell(`${content.length} routes and configurations, of which Kaoto shows ${drawn.length}`);
  }
  schemaErrors(content).forEach(tell);

  const saved = opened.toString();
  differences(content, parse(saved)).forEach(({ at, before, after }) => tell(`Kaoto reads ${before} at ${at} and writes ${after}`));
  if (open(path, saved).toString() !== saved) {
    tell('Kaoto writes what it has written in another way the second time');
  }
  drawn.forEach((entity) => edit(entity.toVizNode(), (remark) => remarks.push(`${path}: ${remark}`)));
  const edited = opened.toString();
  schemaErrors(parse(edited)).forEach((error) => tell(`edited in Kaoto: ${error}`));
  if (folder) {
    writeFileSync(join(folder, 'saved', path), saved);
    writeFileSync(join(folder, 'edited', path), edited);
  }
}

/** Every node on the canvas, with the mark that Kaoto gives it; then as after a change in its form. */
function edit(node, tell) {
  nodes++;
  const mark = node.getNodeValidationText();
  if (mark) {
    tell(`${node.data.path} is marked: ${mark}`);
  }
  const definition = node.getNodeDefinition();
  const component = typeof definition?.uri === 'string' ? definition.uri.split(':')[0] : undefined;
  if (component && !knows(component)) {
    tell(`${node.data.path} is not edited: Kaoto does not know ${component}, and would drop what follows it`);
  } else if (definition && !Array.isArray(definition) && !node.data.isGroup) {
    node.updateModel(definition);
  }
  node.getChildren()?.forEach((child) => edit(child, tell));
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
