import { useState } from 'react';
import css from './Artwork.module.css';

interface Props {
  src: string | null | undefined;
  title: string;
  /** The first picture of a page is fetched before all others; the rest only when near. */
  eager?: boolean;
}

/** A title's picture; without one, a poster of its name in a colour of its own. Named by the link around it. */
export function Artwork({ src, title, eager = false }: Props) {
  const [failed, setFailed] = useState<string | null>(null);
  const [ready, setReady] = useState(false);
  if (!src || failed === src) {
    return (
      <span className={css.poster} style={{ '--hue': hueOf(title) } as React.CSSProperties} aria-hidden="true">
        <span>{title}</span>
      </span>
    );
  }
  return (
    <img
      className={ready ? `${css.picture} ${css.ready}` : css.picture}
      src={src}
      alt=""
      loading={eager ? 'eager' : 'lazy'}
      fetchPriority={eager ? 'high' : 'auto'}
      decoding="async"
      draggable={false}
      ref={(image) => {
        if (image?.complete && image.naturalWidth > 0) setReady(true);
      }}
      onLoad={() => setReady(true)}
      onError={() => setFailed(src)}
    />
  );
}

function hueOf(title: string): number {
  let hash = 7;
  for (const char of title) hash = (hash * 31 + char.codePointAt(0)!) % 360;
  return hash;
}
