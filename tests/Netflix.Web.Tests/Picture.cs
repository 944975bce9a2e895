using Microsoft.Playwright;

namespace Netflix.Web.Tests;

/// <summary>What is on screen: a canvas cannot tell, for it reads encrypted video as black.</summary>
internal static class Picture
{
    /// <summary>Variance of the brightness: nothing but a black (or one-coloured) screen is near 0.</summary>
    public static async Task<double> VarianceAsync(IPage page)
    {
        var png = await page.ScreenshotAsync();
        // A page of its own: the client's content security policy has no say in it.
        var blank = await page.Context.NewPageAsync();
        var variance = await blank.EvaluateAsync<double>(
            """
            async png => {
              const picture = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
              const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
              canvas.drawImage(picture, 0, 0);
              const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
              let [sum, squares, count] = [0, 0, data.length / 4];
              for (let i = 0; i < data.length; i += 4) {
                const light = 0.2126 * data[i] + 0.7152 * data[i + 1] + 0.0722 * data[i + 2];
                sum += light; squares += light * light;
              }
              return squares / count - (sum / count) ** 2;
            }
            """, Convert.ToBase64String(png));
        await blank.CloseAsync();
        return variance;
    }
}
