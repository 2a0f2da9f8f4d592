/** Ways that a program may take: following one, and going on after several. */
import { apply, asNow, type Changes, type Doubt, NO_CHANGES, overlay, takeBack } from './heap.ts';
import { everSince, joinChanges } from './join.ts';
import { isSpent, type Machine, type Stop } from './machine.ts';

/** One way that a program may take: what it does to the heap, and where else it may have been left. */
export interface Way {
  readonly changes: Changes;
  readonly stop: Stop | undefined;
  /** All states in which something may have been raised; undefined when nothing can be. */
  readonly left: Changes | undefined;
}

/** Follows one way, and takes back what it did. */
export const tryWay = async (
  machine: Machine,
  follow: () => Promise<Stop | undefined>,
  doubt: Doubt,
): Promise<Way> => {
  const mark = machine.trail.length;
  const before = machine.raises.length;
  const stop = await follow();
  if (stop && machine.trying > 0) machine.raises.push({ kinds: stop.kinds, position: machine.trail.length });
  const raises = machine.raises.slice(before);
  const since = Math.min(...raises.map(({ position }) => position));
  const ever = raises.length > 0 ? everSince(machine, Math.max(since, mark), doubt) : undefined;
  const changes = takeBack(machine, mark);
  for (const [index, raise] of raises.entries())
    machine.raises[before + index] = { ...raise, position: mark };
  return { changes, stop, left: ever && overlay(changes, ever) };
};

/** Makes the heap what it is after one of several ways. Stops where all of them do. */
export const settle = (machine: Machine, ways: readonly Way[], doubt: Doubt): Stop | undefined => {
  const [first, ...others] = ways.filter(({ stop }) => stop === undefined);
  let merged = first?.changes ?? NO_CHANGES;
  for (const each of others) {
    if (isSpent(machine)) break;
    merged = joinChanges(machine, merged, each.changes, doubt);
  }
  // What was raised on the way can be caught further out: those states stay in the trail.
  const left = machine.trying > 0 ? ways.flatMap((way) => way.left ?? []) : [];
  for (const each of left) {
    const now = asNow(machine, each);
    apply(machine, each);
    apply(machine, now);
  }
  apply(machine, merged);
  if (first) return undefined;
  const kinds = new Set(ways.flatMap(({ stop }) => [...(stop?.kinds ?? [])]));
  const stop = ways.find((way) => way.stop)?.stop;
  return stop && { ...stop, kinds };
};
