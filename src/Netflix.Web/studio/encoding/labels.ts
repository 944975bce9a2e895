/** A name beside its point, where it covers no other name and no other point, and stays in the frame. */
export interface Label {
  text: string;
  x: number;
  y: number;
  anchor: 'start' | 'end';
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const [letter, line, ring] = [7.2, 14, 8]; // of 12 px bold; a point with its ring

const meet = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Null for a name that has no room: its point tells it when it is pointed at. */
export function placeLabels(points: { at: [number, number]; text: string }[], frame: Box): (Label | null)[] {
  const taken: Box[] = points.map(({ at: [x, y] }) => ({ left: x - ring, right: x + ring, top: y - ring, bottom: y + ring }));
  return points.map(({ at: [x, y], text }) => {
    const width = text.length * letter;
    const tries: Label[] = [
      { text, x: x - 8, y: y - 9, anchor: 'end' }, { text, x: x + 10, y: y + 17, anchor: 'start' },
      { text, x: x - 12, y: y + 4, anchor: 'end' }, { text, x: x + 12, y: y + 4, anchor: 'start' },
    ];
    for (const label of tries) {
      const left = label.anchor === 'end' ? label.x - width : label.x;
      const box = { left, right: left + width, top: label.y - line + 3, bottom: label.y + 3 };
      if (left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom) continue;
      if (taken.some((other) => meet(box, other))) continue;
      taken.push(box);
      return label;
    }
    return null;
  });
}
