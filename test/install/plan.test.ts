import { expect, test } from 'vitest';
import {
  describeStep,
  HOOK_EVENTS,
  planInstall,
  planUninstall,
  type FoundHook,
  type HookOwner,
  type Plan,
  type Step,
} from '../../src/install/plan.ts';

const event = 'pre-commit';

const hook = (owner: HookOwner, more: Partial<FoundHook> = {}): FoundHook => ({
  event,
  owner,
  current: false,
  previous: false,
  ...more,
});

const CURRENT = { current: true };
const PREVIOUS = { previous: true };
const NOTHING: Plan = { steps: [], conflicts: [] };
const leave = (reason: string): Step => ({ kind: 'leave', event, reason });

test.for<readonly [name: string, found: readonly FoundHook[], steps: readonly Step[]]>([
  ['no hook is asked for', [], []],
  ['ours is there as it should be', [hook('ours', CURRENT)], [leave('unchanged')]],
  ['ours is there, and one that was kept', [hook('ours', { ...CURRENT, ...PREVIOUS })], [leave('unchanged')]],
])('install changes nothing when %s', ([, found, steps]) => {
  expect(planInstall(found)).toEqual({ steps, conflicts: [] });
});

test.for<readonly [name: string, found: readonly FoundHook[], plan: Plan]>([
  ['no hook is asked for', [], NOTHING],
  ['there is no hook', [hook('nobody')], NOTHING],
  ['another hook took our place', [hook('other')], { steps: [leave('not ours')], conflicts: [] }],
])('uninstall changes nothing when %s', ([, found, plan]) => {
  expect(planUninstall(found)).toEqual(plan);
});

const write = (upgrade: boolean): Step => ({ kind: 'write', event, upgrade });

test.for<readonly [name: string, found: FoundHook, ...steps: Step[]]>([
  ['writes where nothing is', hook('nobody'), write(false)],
  ['writes beside a hook that was kept earlier', hook('nobody', PREVIOUS), write(false)],
  ['rewrites ours of another version', hook('ours'), write(true)],
  ['rewrites ours and leaves the kept one', hook('ours', PREVIOUS), write(true)],
  ['keeps another hook before it writes', hook('other'), { kind: 'keep', event }, write(false)],
])('install %s', ([, found, ...steps]) => {
  expect(planInstall([found])).toEqual({ steps, conflicts: [] });
});

test.for<readonly [name: string, found: FoundHook, ...steps: Step[]]>([
  ['removes ours', hook('ours', CURRENT), { kind: 'remove', event }],
  ['removes ours of another version', hook('ours'), { kind: 'remove', event }],
  ['restores the kept hook', hook('ours', PREVIOUS), { kind: 'remove', event }, { kind: 'restore', event }],
  ['restores the kept hook where ours is gone', hook('nobody', PREVIOUS), { kind: 'restore', event }],
])('uninstall %s', ([, found, ...steps]) => {
  expect(planUninstall([found])).toEqual({ steps, conflicts: [] });
});

test('a second hook that is not ours stands in the way of install', () => {
  expect(planInstall([hook('other', PREVIOUS)]).conflicts).toEqual([
    { event, reason: 'both pre-commit and pre-commit.pyreset-prev are other hooks' },
  ]);
});

test('what would be lost stands in the way of uninstall', () => {
  const edited = [{ event, reason: 'pre-commit was edited after it was installed' }];
  expect(planUninstall([hook('changed')]).conflicts).toEqual(edited);
  expect(planUninstall([hook('changed', PREVIOUS)]).conflicts).toEqual(edited);
  expect(planUninstall([hook('other', PREVIOUS)]).conflicts).toEqual([
    { event, reason: 'pre-commit is another hook by now, and pre-commit.pyreset-prev is still kept' },
  ]);
});

test('every hook is planned for itself, in order, and every conflict is told', () => {
  const owners = ['nobody', 'other', 'ours', 'other', 'other'] as const;
  const found = HOOK_EVENTS.map((name, index) => hook(owners[index]!, { event: name, previous: index > 2 }));
  const { steps, conflicts } = planInstall(found);
  expect(steps.map((step) => `${step.kind} ${step.event}`).slice(0, 4)).toEqual([
    'write pre-commit',
    'keep pre-merge-commit',
    'write pre-merge-commit',
    'write post-checkout',
  ]);
  expect(conflicts.map((conflict) => conflict.event)).toEqual(['post-merge', 'post-rewrite']);
});

/** The place of a hook and the one beside it, each with what lies there. */
type Disk = Readonly<Record<'place' | 'beside', string | undefined>>;

/** What the steps make of it; throws where one would write over something that is not ours, or has nothing to take. */
function applied(steps: readonly Step[], disk: Disk): Disk {
  return steps.reduce(({ place, beside }: Disk, { kind }): Disk => {
    if (kind === 'keep' && place !== undefined && beside === undefined)
      return { place: undefined, beside: place };
    if (kind === 'write' && (place === undefined || place === 'ours')) return { place: 'ours', beside };
    if (kind === 'remove' && place === 'ours') return { place: undefined, beside };
    if (kind === 'restore' && place === undefined && beside !== undefined)
      return { place: beside, beside: undefined };
    if (kind === 'leave') return { place, beside };
    throw new Error(`${kind} would lose something: ${place}, ${beside}`);
  }, disk);
}

const found = ({ place, beside }: Disk): FoundHook =>
  hook(place === undefined ? 'nobody' : place === 'ours' ? 'ours' : 'other', {
    previous: beside !== undefined,
  });

const DISKS = [undefined, 'ours', 'theirs'].flatMap((place) =>
  [undefined, 'kept'].map((beside): Disk => ({ place, beside })),
);

test.for(DISKS)('$place with $beside beside it: nothing is lost, and uninstall undoes install', (disk) => {
  const [plan, back] = [planInstall([found(disk)]), planUninstall([found(disk)])];
  if (disk.place === 'theirs' && disk.beside === 'kept') {
    expect([plan.conflicts.length, back.conflicts.length]).toEqual([1, 1]);
    expect(() => applied(plan.steps, disk)).toThrow('keep would lose something: theirs, kept');
    return;
  }
  const installed = applied(plan.steps, disk);
  expect(installed).toEqual({ place: 'ours', beside: disk.place === 'theirs' ? 'theirs' : disk.beside });
  expect(applied(planInstall([found(installed)]).steps, installed)).toEqual(installed);
  const original = disk.place === 'theirs' ? 'theirs' : disk.beside;
  expect(applied(planUninstall([found(installed)]).steps, installed)).toEqual({
    place: original,
    beside: undefined,
  });
  expect(applied(back.steps, disk)).toEqual({ place: original, beside: undefined });
});

test('each step is described in words', () => {
  const steps: Step[] = [
    { kind: 'keep', event },
    write(false),
    write(true),
    { kind: 'remove', event },
    { kind: 'restore', event },
    leave('unchanged'),
  ];
  expect(steps.map(describeStep)).toEqual([
    'the hook that was there is kept as pre-commit.pyreset-prev, and still runs',
    'written',
    'rewritten',
    'removed',
    'the hook that was there before is back',
    'unchanged',
  ]);
});
