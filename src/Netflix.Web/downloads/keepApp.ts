/** Keeps the client itself for when there is no network: a service worker, only in browsers that keep films. */
export async function keepApp(): Promise<void> {
  if (!('serviceWorker' in navigator)) throw new Error('This browser cannot open the service without a network.');
  await navigator.serviceWorker.register('/sw.js');
  await navigator.serviceWorker.ready;
}
