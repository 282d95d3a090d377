// Kaoto's own parser, model and catalogue. Its package is made for a browser and a bundler: so this bundles the part that
// makes no pictures, and gives it the few things of a browser that it asks for.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { JSDOM } from 'jsdom';

const require = createRequire(import.meta.url);
const folder = new URL('.', import.meta.url).pathname;
const catalogue = `${folder}node_modules/@kaoto/camel-catalog/dist/camel-catalog/`;
const bundle = `${folder}node_modules/.cache/kaoto.cjs`;
const lib = './node_modules/@kaoto/kaoto/lib';

/** Kaoto's parser, with its catalogue of this version of Camel loaded. */
export async function kaoto(camel) {
  const { window } = new JSDOM('');
  for (const name of ['window', 'document', 'DOMParser', 'XMLSerializer', 'Node', 'Element', 'HTMLElement']) {
    globalThis[name] ??= name === 'window' ? window : window[name];
  }
  await build({
    stdin: {
      contents: `export { CamelResourceFactory } from '${lib}/models/camel/camel-resource-factory.js';
        export { CamelCatalogService } from '${lib}/models/visualization/flows/camel-catalog.service.js';
        export { CatalogKind } from '${lib}/models/catalog-kind.js';`,
      resolveDir: folder,
    },
    bundle: true, platform: 'node', format: 'cjs', outfile: bundle, logLevel: 'error',
    loader: { '.css': 'empty', '.scss': 'empty', '.svg': 'empty', '.png': 'empty' },
  });
  const parts = require(bundle);
  const { catalogs, schemas, read } = index(camel);
  const load = (kind, ...names) => parts.CamelCatalogService.setCatalogKey(kind, Object.assign({}, ...names.map((name) => read(catalogs[name]))));
  const kinds = parts.CatalogKind;
  load(kinds.Component, 'components');
  load(kinds.Processor, 'models');
  load(kinds.Pattern, 'patterns');
  load(kinds.Entity, 'entities');
  load(kinds.Language, 'languages');
  load(kinds.Dataformat, 'dataformats');
  load(kinds.Loadbalancer, 'loadbalancers');
  load(kinds.Kamelet, 'kameletBoundaries', 'kamelets');
  return {
    open: (file, text) => parts.CamelResourceFactory.createCamelResource(text, { path: file }),
    knows: (component) => parts.CamelCatalogService.getComponent(kinds.Component, component) !== undefined,
    schema: read(schemas.camelYamlDsl),
  };
}

/** The versions of Camel that Kaoto's catalogue has. */
export function versions() {
  return json('index.json').definitions.filter(({ runtime }) => runtime === 'Main').map(({ version }) => version);
}

function index(camel) {
  const entry = json('index.json').definitions.find(({ runtime, version }) => runtime === 'Main' && version === camel);
  if (!entry) {
    throw new Error(`Kaoto's catalogue has no Camel ${camel}; it has ${versions().join(', ')}`);
  }
  const base = entry.fileName.slice(0, entry.fileName.lastIndexOf('/') + 1);
  return { ...json(entry.fileName), read: ({ file }) => json(base + file) };
}

function json(file) {
  return JSON.parse(readFileSync(catalogue + file, 'utf8'));
}
