import { Fragment } from 'react';

/** A text with the parts that matched marked. */
export function Marked({ text, ranges }: { text: string; ranges: [number, number][] }) {
  let at = 0;
  const parts = [...ranges]
    .sort(([a], [b]) => a - b)
    .filter(([start, length]) => start >= 0 && length > 0 && start + length <= text.length)
    .map(([start, length]) => {
      const before = text.slice(at, Math.max(at, start));
      const hit = text.slice(Math.max(at, start), start + length);
      at = Math.max(at, start + length);
      return { start, before, hit };
    });
  return (
    <>
      {parts.map(({ start, before, hit }) => (
        <Fragment key={start}>
          {before}
          {hit && <mark>{hit}</mark>}
        </Fragment>
      ))}
      {text.slice(at)}
    </>
  );
}
