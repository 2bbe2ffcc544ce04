/** Who may call whom: CONTRIBUTING.md has the table in words. */
const pure = "^cli/(facts|gates|steps|decide)/";
const io = "^cli/(run|write|commands|ui)/";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      // `undetermined`: the npm package "constructs" is taken for our folder of that name.
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only", "undetermined"] } },
    },
    {
      name: "spec-imports-nothing-of-ours",
      severity: "error",
      from: { path: "^spec/" },
      to: { path: "^(constructs|stacks|cli|lab|bench)/" },
    },
    {
      name: "constructs-import-spec-only",
      severity: "error",
      from: { path: "^constructs/" },
      to: { path: "^(stacks|cli|lab|bench)/" },
    },
    {
      name: "stacks-import-constructs-and-spec",
      severity: "error",
      from: { path: "^stacks/" },
      to: { path: "^(cli|lab|bench)/" },
    },
    {
      name: "lab-is-known-to-nobody",
      severity: "error",
      from: { path: "^(spec|constructs|stacks|cli)/", pathNot: "^cli/main\\.ts$" },
      to: { path: "^lab/" },
    },
    {
      name: "lab-imports-spec",
      severity: "error",
      from: { path: "^lab/" },
      to: { path: "^(constructs|stacks|bench)/|^cli/(facts|gates|steps|decide|commands|ui|write)/" },
    },
    {
      name: "facts-import-facts",
      severity: "error",
      from: { path: "^cli/facts/" },
      to: { path: "^cli/", pathNot: "^cli/facts/" },
    },
    {
      name: "gates-import-downwards",
      severity: "error",
      from: { path: "^cli/gates/" },
      to: { path: "^cli/", pathNot: "^cli/(facts|gates)/" },
    },
    {
      name: "steps-import-downwards",
      severity: "error",
      from: { path: "^cli/steps/" },
      to: { path: "^cli/", pathNot: "^cli/(facts|gates|steps)/" },
    },
    {
      name: "decide-imports-downwards",
      severity: "error",
      from: { path: "^cli/decide/" },
      to: { path: "^cli/", pathNot: "^cli/(facts|gates|steps|decide)/" },
    },
    {
      name: "pure-rooms-do-no-io",
      severity: "error",
      from: { path: pure },
      to: { path: "^(node:)?(fs|net|child_process|http|https|os|tls|dgram)(/|$)" },
    },
    { name: "pure-rooms-import-no-io-room", severity: "error", from: { path: pure }, to: { path: io } },
    {
      name: "submodules-of-the-provider-only",
      severity: "error",
      from: {},
      to: { path: "node_modules/@cdktf/provider-aws/lib/index\\." },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|cdktf\\.out)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["source", "import", "require", "node", "default"],
    },
  },
};
