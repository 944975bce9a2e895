import { useEffect } from 'react';

const brand = 'Marquee';

/** What the window, the tab and a screen reader call the page; nothing while its name is not known. */
export function useTitle(name: string | null | undefined) {
  useEffect(() => {
    document.title = name ? `${name} – ${brand}` : brand;
    return () => {
      document.title = brand;
    };
  }, [name]);
}
