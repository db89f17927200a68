/* The import table of docs/architecture.md ("The rooms"), proved on every test run. A new direction is a decision about
   the house: change the table there and the rule here in the same commit. */
const TEST = '\\.(test|test-support)\\.(ts|tsx|mjs)$|/testing/'
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })
const nodeModules = (name) => `(^|/)node_modules/${name}/`

module.exports = {
  forbidden: [
    rule('no-cycle', 'A cycle means that two modules are one.', {}, { circular: true }),
    rule(
      'shared-only-shared',
      'shared/ decides from values: nothing of Node, of Electron, of the page or of a package but zod.',
      { path: '^shared/', pathNot: TEST },
      { pathNot: ['^shared/', nodeModules('zod')] },
    ),
    rule(
      'zod-at-the-boundary',
      'Schemas stand where data comes in: model, protocol and published formats.',
      { path: '^shared/', pathNot: [TEST, '^shared/(model|protocol)/', '-schema\\.ts$'] },
      { path: nodeModules('zod') },
    ),
    rule(
      'engine-alone',
      'The engine is a program of its own: shared, engine, Node and packages; no window.',
      { path: '^electron/(engine|cli)/', pathNot: TEST },
      {
        path: [
          '^electron/(main|preload)/',
          '^renderer/',
          '^electron$',
          nodeModules('(electron|react|react-dom|zustand)'),
        ],
      },
    ),
    rule(
      'engine-not-cli',
      'The command line uses the engine, never the other way round.',
      { path: '^electron/engine/' },
      { path: '^electron/cli/' },
    ),
    rule(
      'host-by-path-only',
      'Main and preload start the engine by its path and know the protocol; they decide nothing about callbacks.',
      { path: '^electron/(main|preload)/', pathNot: TEST },
      { path: ['^shared/', '^electron/(engine|cli)/', '^renderer/'], pathNot: '^shared/(protocol|model)/' },
    ),
    rule(
      'preload-bare',
      'A sandboxed preload has no Node, and every package in it is an open flank.',
      { path: '^electron/preload/', pathNot: TEST },
      {
        path: '.',
        pathNot: ['^electron/(main|preload)/', '^shared/(protocol|model)/', '^electron$', nodeModules('electron')],
      },
    ),
    rule(
      'preload-types-of-main',
      'Of main the preload may know types only: its code must not end up in the page.',
      { path: '^electron/preload/', pathNot: TEST },
      { path: '^electron/main/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'renderer-shows',
      'The page has no Node, no Electron and no engine: it speaks over a link.',
      { path: '^renderer/', pathNot: TEST },
      {
        path: [
          '^electron/',
          '^electron$',
          nodeModules('electron'),
          '^(node:|fs$|path$|os$|net$|child_process$|crypto$|http$)',
        ],
      },
    ),
    rule(
      'renderer-no-core',
      'The page has no Node.',
      { path: '^renderer/', pathNot: TEST },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'electron-in-its-place',
      'Only main and preload import electron.',
      {
        path: '^(shared|electron|renderer|scripts)/',
        pathNot: ['^electron/(main|preload)/', '^scripts/prepare/default-app/'],
      },
      { path: ['^electron$', nodeModules('electron')] },
    ),
    rule(
      'resolvable',
      'An import that leads nowhere.',
      { pathNot: '^scripts/prepare/default-app/' },
      { couldNotResolve: true, pathNot: '^electron$' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|release)/' },
    parser: 'swc',
    detectJSDocImports: false,
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
}
