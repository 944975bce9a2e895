// Reads {master, playlists, mpd, mpdUrl} as JSON from stdin; fails on the first thing that the field's own parsers dislike.
import HLS from 'hls-parser';
import { parse as parseMpd } from 'mpd-parser';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { master, playlists, mpd, mpdUrl } = JSON.parse(Buffer.concat(chunks));

HLS.setOptions({ strictMode: true });
const parsed = HLS.parse(master);
if (!parsed.isMasterPlaylist || parsed.variants.length === 0) throw new Error('no variants in the master playlist');
const boundaries = playlists.map(text => {
  const playlist = HLS.parse(text);
  if (playlist.segments.length === 0) throw new Error('a media playlist without segments');
  return playlist.segments.map(segment => segment.duration.toFixed(3)).join(' ');
});

const warnings = [];
const dash = parseMpd(mpd, { manifestUri: mpdUrl, eventHandler: event => warnings.push(event) });
if (warnings.length > 0) throw new Error('mpd-parser: ' + JSON.stringify(warnings));
// This parser knows no trick-mode sets, and lists them with the others.
const rungs = dash.playlists.filter(playlist => playlist.segments[0].uri.startsWith('v'));
console.log(JSON.stringify({
  heights: parsed.variants.filter(variant => !variant.isIFrameOnly).map(variant => variant.resolution.height),
  dashHeights: rungs.map(playlist => playlist.attributes.RESOLUTION.height),
  dashSegments: rungs.map(playlist => playlist.segments.length),
  boundaries,
}));
