const paths = {
  play: 'M7 4.5v15l12.5-7.5z',
  pause: 'M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z',
  plus: 'M11 4h2v7h7v2h-7v7h-2v-7H4v-2h7z',
  check: 'm9.6 18.2-5.8-5.8 1.5-1.5 4.3 4.3L18.7 6l1.5 1.5z',
  info: 'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19zm0 2a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM11 11h2v6h-2zm0-4h2v2h-2z',
  search: 'M10.5 3a7.5 7.5 0 1 0 4.6 13.4l4.5 4.5 1.4-1.4-4.5-4.5A7.5 7.5 0 0 0 10.5 3zm0 2a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z',
  back: 'm14.5 4.5 1.5 1.5-6 6 6 6-1.5 1.5L7 12z',
  forward: 'M9.5 4.5 8 6l6 6-6 6 1.5 1.5L17 12z',
  up: 'm12 7.500 7 7-1.500 1.500-5.500-5.500L6.500 16 5 14.500z',
  down: 'm12 16.500-7-7L6.500 8l5.500 5.500L17.500 8 19 9.500z',
  close: 'M6.4 5 5 6.4l5.6 5.6L5 17.6 6.4 19l5.6-5.6 5.6 5.6 1.4-1.4-5.6-5.6L19 6.4 17.6 5 12 10.6z',
  volume: 'M3 9v6h4l5 5V4L7 9zm12.5-.6v7.2a4.4 4.4 0 0 0 0-7.2zm0-4.6v2.1a6.6 6.6 0 0 1 0 12.2v2.1a8.6 8.6 0 0 0 0-16.4z',
  muted: 'M3 9v6h4l5 5V4L7 9zm18 .9L19.6 8.5 17.5 10.6l-2.1-2.1L14 9.9l2.1 2.1-2.1 2.1 1.4 1.4 2.1-2.1 2.1 2.1 1.4-1.4-2.1-2.1z',
  back10: 'M12 4V1L7 5.5 12 10V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-9z',
  forward10: 'M12 4V1l5 4.5-5 4.5V7a6 6 0 1 0 6 6h2a8 8 0 1 1-8-9z',
  again: 'M12 5V1.500L7 6l5 4.500V7a5.500 5.500 0 1 1-5.500 5.500h-2A7.500 7.500 0 1 0 12 5z',
  enterFull: 'M4 4h6v2H6v4H4zm10 0h6v6h-2V6h-4zM4 14h2v4h4v2H4zm14 0h2v6h-6v-2h4z',
  exitFull: 'M8 4h2v6H4V8h4zm6 0h2v4h4v2h-6zM4 14h6v6H8v-4H4zm10 0h6v2h-4v4h-2z',
  pip: 'M3 5h18v14H3zm2 2v10h14V7zm6 4h7v5h-7z',
  next: 'M5 4.5v15L15.5 12zM17 4.5h2.5v15H17z',
  settings: 'M4 6.5h9v-2h2v6h-2v-2H4zm13 0h3v2h-3zM4 15.5h3v-2h2v6H7v-2H4zm7 0h9v2h-9z',
  captions: 'M3 5h18v14H3zm2 2v10h14V7zm1.5 3.5h4v1.7h-2.3v.6h2.3v1.7h-4zm6.500 0h4.5v1.700h-2.800v.6h2.800v1.700H13z',
  audio: 'M12 3v10.600a4 4 0 1 0 2 3.400V7h4V3z',
  speed: 'M12 4a9 9 0 0 0-7.800 13.500l1.700-1A7 7 0 1 1 18.100 16.500l1.700 1A9 9 0 0 0 12 4zm4.300 4.300-5.400 3.300a1.700 1.700 0 1 0 2.100 2.100z',
  edit: 'M4 16.500V20h3.500L18 9.500 14.500 6zM16 4.500 19.500 8l1.200-1.200a1 1 0 0 0 0-1.400l-2.100-2.100a1 1 0 0 0-1.400 0z',
  lock: 'M7 10V8a5 5 0 0 1 10 0v2h2v11H5V10zm2 0h6V8a3 3 0 0 0-6 0z',
  trash: 'M9 3h6l1 2h4v2H4V5h4zM6 9h12l-1 12H7z',
  upload: 'M11 16V7.800L7.400 11.400 6 10l6-6 6 6-1.400 1.400L13 7.800V16zM4 18h16v2H4z',
  home: 'M12 3 3 10.500V21h6.500v-6h5v6H21V10.500z',
  list: 'M4 6h16v2H4zm0 5h16v2H4zm0 5h10v2H4z',
  person: 'M12 3.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM4 20.500c0-4 3.600-6.500 8-6.500s8 2.500 8 6.500z',
  star: 'm12 2.800 2.850 6 6.550.850-4.800 4.550 1.200 6.500L12 17.500l-5.800 3.200 1.200-6.500L2.600 9.650l6.550-.850z',
  flag: 'M5 3h2v1h12l-2.500 4.500L19 13H7v8H5z',
  download: 'M11 4h2v8.200l3.600-3.600L18 10l-6 6-6-6 1.400-1.400 3.600 3.600zM4 18h16v2H4z',
  grip: 'M8 4h3v3H8zm5 0h3v3h-3zM8 10.500h3v3H8zm5 0h3v3h-3zM8 17h3v3H8zm5 0h3v3h-3z',
  tv: 'M3 5h18v12H3zm2 2v8h14V7zM8 19h8v2H8z',
  phone: 'M7 2h10v20H7zm2 3v13h6V5zm2 14.500h2v1h-2z',
  computer: 'M4 4h16v12H4zm2 2v8h12V6zM2 18h20v2H2z',
  film: 'M4 4h16v16H4zm2 2v2h2V6zm0 5v2h2v-2zm0 5v2h2v-2zm10-10v2h2V6zm0 5v2h2v-2zm0 5v2h2v-2zM10 6v5h4V6zm0 7v5h4v-5z',
} as const;

export type IconName = keyof typeof paths;

/** An icon of our own set; always beside a label or in a labelled button, so hidden from readers. */
export const Icon = ({ name, size = '1.5em' }: { name: IconName; size?: string }) => (
  <svg viewBox="0 0 24 24" width={size} height={size} fill="currentColor" aria-hidden="true" focusable="false" style={{ flex: 'none' }}>
    <path d={paths[name]} />
  </svg>
);
