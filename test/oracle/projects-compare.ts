import type { Answer, Key, OurAnswer, Unknown } from './our-answer.ts';
import type { Shown } from './projects-shape.ts';

/** One thing that an answer says. */
interface Fact {
  readonly text: string;
  /** It is about these apps; one that is not the project's own, and the fact is not compared. */
  readonly labels: readonly string[];
  /** What must be known for it: an unknown's `part:of`, or `part:label.*` for any migration of a label. */
  readonly restsOn: readonly string[];
}

/** The part of an answer without its error. */
type Told = Omit<Answer, 'error'>;

const keyText = ([label, name]: Key): string => `${label}.${name}`;
const edgeText = ([child, parent]: readonly [Key, Key]): string => `${keyText(child)} < ${keyText(parent)}`;

function appFacts(told: Told): Fact[] {
  const kinds = [...pairedWith('migrated', told.migrated), ...pairedWith('unmigrated', told.unmigrated)];
  return [
    ...(told.apps ?? []).map(({ label, name }) => fact(`app ${name} has the label ${label}`, [label])),
    ...kinds.map(([kind, label]) => fact(`${kind} ${label}`, [label])),
  ];
}

function pairedWith(kind: string, labels: readonly string[] | null): [string, string][] {
  return (labels ?? []).map((label) => [kind, label]);
}

function fact(text: string, labels: readonly string[], restsOn: readonly string[] = []): Fact {
  return { text, labels, restsOn };
}

/** The label in `label.name`. */
const labelOf = (key: string): string => key.slice(0, key.indexOf('.'));

function migrationFacts(told: Told): Fact[] {
  const lists = (['replaces', 'runBefore'] as const).flatMap((part) =>
    Object.entries(told[part] ?? {}).map(([key, keys]) =>
      fact(`${part} of ${key}: ${keys.map(keyText).join(', ')}`, [labelOf(key)], [`${part}:${key}`]),
    ),
  );
  const initial = Object.entries(told.initial ?? {}).map(([key, value]) =>
    fact(`initial of ${key}: ${value}`, [labelOf(key)], [`initial:${key}`]),
  );
  return [
    ...(told.migrations ?? []).map((key) => fact(`migration ${keyText(key)}`, [key[0]])),
    ...lists,
    ...initial,
  ];
}

const ANY_REPLACES = 'replaces:*';

/** Where an app begins and ends rests on everything in it. */
const rests = (label: string): string[] => [`dependencies:${label}.*`, `runBefore:${label}.*`, ANY_REPLACES];

function graphFacts(told: Told): Fact[] {
  const roots = new Set((told.roots ?? []).map(keyText));
  const before = (key: Key): Key[] => [key, ...(told.replaces?.[keyText(key)] ?? [])];
  const edges = (told.edges ?? []).map(([child, parent]) => {
    const attributes = [
      ...before(child).map((key) => `dependencies:${keyText(key)}`),
      ...before(parent).map((key) => `runBefore:${keyText(key)}`),
    ];
    const first = roots.has(keyText(parent)) ? rests(parent[0]) : []; // it may have been asked for as __first__
    return fact(
      `edge ${edgeText([child, parent])}`,
      [child[0], parent[0]],
      [ANY_REPLACES, ...attributes, ...first],
    );
  });
  const ends = (kind: string, keys: readonly Key[] | null): Fact[] =>
    (keys ?? []).map((key) => fact(`${kind} ${keyText(key)}`, [key[0]], rests(key[0])));
  const conflicts = Object.entries(told.conflicts ?? {}).map(([label, names]) =>
    fact(`conflict in ${label}: ${names.join(', ')}`, [label], rests(label)),
  );
  const nodes = (told.nodes ?? []).map((key) => fact(`node ${keyText(key)}`, [key[0]], [ANY_REPLACES]));
  return [...nodes, ...edges, ...ends('leaf', told.leaves), ...ends('root', told.roots), ...conflicts];
}

/** Only the parts that Django came to: of those it did not, ours may say what it likes. */
function limitedTo(theirs: Told, ours: Told): Told {
  return Object.fromEntries(
    Object.entries(ours).map(([part, value]) => [part, theirs[part as keyof Told] === null ? null : value]),
  ) as unknown as Told;
}

const isOwn = ({ name }: { readonly name: string }): boolean => !name.startsWith('django.');

/** The labels of the project's own apps. */
function ownLabels({ apps }: Told): string[] {
  return (apps ?? []).filter(isOwn).map(({ label }) => label);
}

/** The labels of which something is left unknown as a whole: nothing about them is compared. */
function unknownLabels(unknown: readonly Unknown[], theirs: Told, ours: Told): string[] {
  const labels = unknown.flatMap(({ part, of }) => (part === 'migrations' ? [of] : []));
  const names = new Set(unknown.flatMap(({ part, of }) => (part === 'label' ? [of] : [])));
  const ofNames = [...(theirs.apps ?? []), ...(ours.apps ?? [])].filter(({ name }) => names.has(name));
  const mayBeMore = unknown.some(({ part }) => part === 'installed');
  const known = new Set(ownLabels(ours));
  const untold = mayBeMore ? ownLabels(theirs).filter((label) => !known.has(label)) : [];
  return [...labels, ...ofNames.map(({ label }) => label), ...untold];
}

/** What both sides say, and what only one of them does, as sorted lines: equal if we agree with Django. */
export function comparable(theirs: Answer, ours: OurAnswer): { theirs: string[]; ours: string[] } {
  const told = limitedTo(theirs, ours);
  const own = new Set([...ownLabels(theirs), ...ownLabels(told)]);
  const dropped = new Set(unknownLabels(ours.unknown, theirs, told));
  const open = new Set(
    ours.unknown.flatMap(({ part, of }) => [`${part}:${of}`, `${part}:${labelOf(of)}.*`, `${part}:*`]),
  );
  const lines = (side: Told): string[] =>
    [...appFacts(side), ...migrationFacts(side), ...graphFacts(side)]
      .filter(({ labels }) => labels.every((label) => own.has(label) && !dropped.has(label)))
      .filter(({ restsOn }) => !restsOn.some((part) => open.has(part)))
      .map(({ text }) => text)
      .sort();
  return { theirs: lines(theirs), ours: lines(told) };
}

/** The parts of Django's answer that a project declares, in its way of writing. */
export function shown(answer: Answer, asked: Shown): Shown {
  const own = new Set(ownLabels(answer));
  const keys = (all: readonly Key[] | null): string[] =>
    (all ?? [])
      .filter(([label]) => own.has(label))
      .map(keyText)
      .sort();
  const all: Required<Shown> = {
    labels: [...own].sort(),
    unmigrated: (answer.unmigrated ?? []).filter((label) => own.has(label)),
    migrations: keys(answer.migrations),
    nodes: keys(answer.nodes),
    edges: (answer.edges ?? [])
      .filter((edge) => edge.every(([label]) => own.has(label)))
      .map(edgeText)
      .sort(),
    leaves: keys(answer.leaves),
    initial: Object.entries(answer.initial ?? {})
      .filter(([key]) => own.has(labelOf(key)))
      .map(([key, value]) => `${key} = ${value}`)
      .sort(),
  };
  return Object.fromEntries(Object.entries(all).filter(([part]) => part in asked));
}
