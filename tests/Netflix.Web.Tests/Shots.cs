using Microsoft.Playwright;

namespace Netflix.Web.Tests;

/// <summary>Pictures of what is on screen, for a person to look at: written where NETFLIX_SHOTS says, else nowhere.</summary>
internal static class Shots
{
    internal static async Task TakeAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("NETFLIX_SHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        }
    }
}
