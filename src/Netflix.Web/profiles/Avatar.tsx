import type { ReactNode } from 'react';

const line = { fill: 'none', stroke: '#17181d', strokeWidth: 4, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

/** Faces of our own; the account stores the name of one. */
const faces: Record<string, { back: string; face: ReactNode }> = {
  sunny: { back: '#ffb238', face: <><circle cx="22" cy="27" r="3.500" /><circle cx="42" cy="27" r="3.500" /><path d="M19 39c5 9 21 9 26 0" {...line} /></> },
  coral: { back: '#ff7a66', face: <><path d="M18 27c2-4 7-4 9 0M37 27c2-4 7-4 9 0" {...line} /><path d="M22 40c5 5 15 5 20 0" {...line} /></> },
  mint: { back: '#5fd3a3', face: <><circle cx="22" cy="27" r="3.500" /><path d="M37 27h9" {...line} /><path d="M22 41h20" {...line} /></> },
  sky: { back: '#6cb6ff', face: <><circle cx="22" cy="26" r="6" {...line} /><circle cx="42" cy="26" r="6" {...line} /><path d="M28 26h8M24 42c4 3 12 3 16 0" {...line} /></> },
  violet: { back: '#b18cff', face: <><path d="M18 23l8 4-8 4M46 23l-8 4 8 4" {...line} /><ellipse cx="32" cy="43" rx="7" ry="5" /></> },
  rose: { back: '#ff9ec4', face: <><path d="M17 28c3-5 8-5 10 0M37 28c3-5 8-5 10 0" {...line} /><path d="M24 39h16c0 10-16 10-16 0z" /></> },
  slate: { back: '#8a94ad', face: <><path d="M14 22h36v6a7 7 0 0 1-14 1h-8a7 7 0 0 1-14-1z" /><path d="M25 43c4 2 10 2 14-1" {...line} /></> },
  lime: { back: '#c3e05a', face: <><circle cx="32" cy="25" r="8" {...line} /><circle cx="32" cy="25" r="2.500" /><path d="M21 41c6 6 16 6 22 0" {...line} /></> },
};

export const avatarNames = Object.keys(faces);

export function Avatar({ name }: { name: string | null | undefined }) {
  const { back, face } = faces[name ?? ''] ?? faces['sunny']!;
  return (
    <svg viewBox="0 0 64 64" width="100%" height="100%" fill="#17181d" aria-hidden="true" style={{ display: 'block' }}>
      <rect width="64" height="64" fill={back} />
      {face}
    </svg>
  );
}
