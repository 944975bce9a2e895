// Uploads a file with the real tus-js-client in three chunks, aborting after the first and resuming by its URL.
// node tus-upload.mjs ENDPOINT TOKEN FILE CONTENT_ID; prints the upload's URL.
import { createReadStream, statSync } from 'node:fs';
import { Upload } from 'tus-js-client';

const [endpoint, token, file, contentId] = process.argv.slice(2);
const uploadSize = statSync(file).size;
const chunkSize = Math.ceil(uploadSize / 3);

function run(uploadUrl, abortAfterFirst) {
  return new Promise((resolve, reject) => {
    let aborting = false;
    const upload = new Upload(createReadStream(file), {
      endpoint, uploadUrl, uploadSize, chunkSize,
      retryDelays: null,
      headers: { Authorization: `Bearer ${token}` },
      metadata: { contentId, filename: 'älg.mp4' },
      onError: reject,
      onSuccess: () => resolve(upload.url),
      onChunkComplete: () => {
        if (abortAfterFirst && !aborting) {
          aborting = true;
          upload.abort().then(() => resolve(upload.url), reject);
        }
      },
    });
    upload.start();
  });
}

const url = await run(undefined, true);
console.log(await run(url, false));
