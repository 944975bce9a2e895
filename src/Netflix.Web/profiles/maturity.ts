/** Ages up to which a profile is shown titles; the server maps every rating system to them. */
const levels: [number, string][] = [
  [0, 'All ages: G, TV-Y, U, 0'],
  [7, 'Up to 7: and TV-Y7, 6'],
  [10, 'Up to 10: and PG, TV-PG'],
  [13, 'Up to 13: and PG-13, 12'],
  [16, 'Up to 16: and TV-14, 15, 16'],
  [18, 'Everything'],
];

/** The levels to choose from; one set by other means is among them. */
export const maturityLevels = (set: number): [number, string][] =>
  levels.some(([age]) => age === set) ? levels : [...levels, [set, `Up to ${set}`] as [number, string]].sort(([a], [b]) => a - b);
