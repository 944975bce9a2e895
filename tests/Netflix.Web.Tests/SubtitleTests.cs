using System.Globalization;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>Sound and subtitles: chosen once, there again; how they look, and when they come.</summary>
public sealed class SubtitleTests
{
    private const int Seconds = 48;

    private static (Guid ContentId, Guid VideoId)[] films = [];

    [OneTimeSetUp]
    public async Task MakeFilmsAsync()
    {
        var file = await MakeFilmAsync(Path.Combine(WebApp.App.Directory, "spoken.mkv"));
        films = await Task.WhenAll(WebApp.Studio.PublishFilmAsync(file, "Spoken", "G"), WebApp.Studio.PublishFilmAsync(file, "Spoken again", "G"));
    }

    [Test]
    public async Task ChosenTracks_AreThereAgain_AndInTheNextTitle()
    {
        await using var client = await OpenAsync();
        await ChooseAsync(client, "Audio", "svenska");
        await ChooseAsync(client, "Subtitles", "svenska");

        await client.Page.ReloadAsync();
        await client.IsPlayingAsync();
        await IsChosenAsync(client, "Audio", "svenska");
        await IsChosenAsync(client, "Subtitles", "svenska");

        await client.Page.GotoAsync(Address(1));
        await client.IsPlayingAsync();
        await IsChosenAsync(client, "Audio", "svenska");
        await IsChosenAsync(client, "Subtitles", "svenska");
        await ChooseAsync(client, "Subtitles", "Off");

        // The other title keeps its own choice.
        await client.Page.GotoAsync(Address(0));
        await client.IsPlayingAsync();
        await IsChosenAsync(client, "Subtitles", "svenska");
    }

    [Test]
    public async Task Choices_AreThereOnAnotherDevice()
    {
        await using var client = await Client.OpenAsync();
        var email = await client.SignUpAsync();
        await client.Page.GotoAsync(Address(0));
        await client.IsPlayingAsync();
        await ChooseAsync(client, "Audio", "svenska");
        await client.Page.RunAndWaitForResponseAsync(() => ChooseAsync(client, "Subtitles", "svenska"), answer => answer.Url.Contains("/viewing/tracks/", StringComparison.Ordinal) && answer.Ok);
        var options = await OpenOptionsAsync(client);
        await client.Page.RunAndWaitForResponseAsync(() => options.GetByLabel("Size").SelectOptionAsync("huge"), answer => answer.Url.Contains("/viewing/settings", StringComparison.Ordinal) && answer.Ok);

        await using var second = await Client.OpenAsync();
        await second.SignInAsync(email);
        await second.Page.GotoAsync(Address(0));
        await second.IsPlayingAsync();

        await IsChosenAsync(second, "Audio", "svenska");
        await IsChosenAsync(second, "Subtitles", "svenska");
        await Assertions.Expect((await OpenOptionsAsync(second)).GetByLabel("Size")).ToHaveValueAsync("huge");
    }

    [Test]
    public async Task SecondLanguage_IsReadWithTheFirst_AndKept()
    {
        await using var client = await OpenAsync();
        await ChooseAsync(client, "Subtitles", "English");
        var options = await OpenOptionsAsync(client);
        var second = options.GetByLabel("Second language");
        await second.SelectOptionAsync((await second.Locator("option", new() { HasText = "svenska" }).GetAttributeAsync("value"))!);
        await Assertions.Expect(client.Page.GetByTestId("second-subtitles")).ToContainTextAsync("sv words");
        await client.Page.WaitForFunctionAsync("() => [...document.querySelector('video').textTracks].some(track => track.mode === 'showing' && [...track.activeCues ?? []].some(cue => cue.text.includes('en words')))");
        Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty);
        await client.Page.Keyboard.PressAsync("Escape");
        await Shots.TakeAsync(client.Page, "two-languages");

        await client.Page.ReloadAsync();
        await client.IsPlayingAsync();
        await Assertions.Expect(client.Page.GetByTestId("second-subtitles")).ToContainTextAsync("sv words");
        options = await OpenOptionsAsync(client);
        await options.GetByLabel("Second language").SelectOptionAsync(new SelectOptionValue { Label = "None" });
        await Assertions.Expect(client.Page.GetByTestId("second-subtitles")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Style_ChangesTheWordsOnScreen_AndIsKeptForTheProfile()
    {
        await using var client = await OpenAsync();
        await ChooseAsync(client, "Subtitles", "English");
        Assert.That(await InkAsync(client), Is.LessThan(20));

        var options = await OpenOptionsAsync(client);
        await options.GetByLabel("Size").SelectOptionAsync("huge");
        await options.GetByLabel("Colour").SelectOptionAsync("yellow");
        await options.GetByLabel("Background").SelectOptionAsync("solid");
        await options.GetByLabel("Edge").SelectOptionAsync("outline");
        await Shots.TakeAsync(client.Page, "options");
        Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty);
        await client.Page.Keyboard.PressAsync("Escape");
        var large = await Expect.EventuallyAsync(() => InkAsync(client), ink => ink > 300);

        await client.Page.ReloadAsync();
        await client.IsPlayingAsync();
        await Expect.EventuallyAsync(() => InkAsync(client), ink => ink > large / 2);
        await Shots.TakeAsync(client.Page, "subtitles");
    }

    [Test]
    public async Task Timing_MovesWhatIsLoaded_AndWhatIsToCome()
    {
        await using var client = await OpenAsync();
        await ChooseAsync(client, "Subtitles", "English");
        await IsMovedByAsync(client, 0);

        var options = await OpenOptionsAsync(client);
        for (var press = 0; press < 5; press++)
        {
            await options.GetByRole(AriaRole.Button, new() { Name = "Subtitles 0.1 seconds later" }).ClickAsync();
        }

        await Assertions.Expect(options.GetByText("+0.5 s")).ToBeVisibleAsync();
        await IsMovedByAsync(client, 0.5);
        await client.Page.Keyboard.PressAsync("Escape");
        await client.Page.Keyboard.PressAsync("9");
        await client.Page.WaitForFunctionAsync($"() => [...document.querySelector('video').textTracks].some(track => [...track.cues ?? []].some(cue => cue.startTime > {Seconds - 10}))");
        await IsMovedByAsync(client, 0.5);

        options = await OpenOptionsAsync(client);
        await options.GetByRole(AriaRole.Button, new() { Name = "Reset subtitles" }).ClickAsync();
        await IsMovedByAsync(client, 0);
    }

    private static string Address(int film) => $"/watch/{films[film].ContentId}/{films[film].VideoId}?t=0";

    private static async Task<Client> OpenAsync()
    {
        var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await client.Page.GotoAsync(Address(0));
        await client.IsPlayingAsync();
        return client;
    }

    /// <summary>Each cue's text is the second it was written for.</summary>
    private static async Task IsMovedByAsync(Client client, double seconds) => await client.Page.WaitForFunctionAsync(
        $$"""
        () => {
          const cues = [...document.querySelector('video').textTracks].flatMap(track => track.mode === 'disabled' ? [] : [...track.cues ?? []]);
          return cues.length > 0 && cues.every(cue => Math.abs(cue.startTime - Number(/\d+/.exec(cue.text)[0]) - {{seconds.ToString(CultureInfo.InvariantCulture)}}) < 0.05);
        }
        """);

    private static async Task<ILocator> OpenOptionsAsync(Client client)
    {
        await StirAsync(client);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Options" }).ClickAsync();
        return client.Page.GetByRole(AriaRole.Dialog, new() { Name = "Options" });
    }

    private static async Task ChooseAsync(Client client, string menu, string choice)
    {
        await OpenMenuAsync(client, menu);
        await client.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = choice }).ClickAsync();
    }

    private static async Task IsChosenAsync(Client client, string menu, string choice)
    {
        await OpenMenuAsync(client, menu);
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = choice })).ToBeCheckedAsync();
        await client.Page.Keyboard.PressAsync("Escape");
    }

    private static async Task OpenMenuAsync(Client client, string menu)
    {
        await StirAsync(client);
        await client.Page.GetByRole(AriaRole.Button, new() { Name = menu, Exact = true }).ClickAsync();
    }

    private static async Task StirAsync(Client client)
    {
        await client.Page.Mouse.MoveAsync(300, 300);
        await client.Page.Mouse.MoveAsync(310, 310);
    }

    /// <summary>Yellow pixels in the middle of the screen, left of the menus; the film itself is grey.</summary>
    private static async Task<int> InkAsync(Client client)
    {
        var png = await client.Page.ScreenshotAsync(new() { Clip = new() { X = 200, Y = 150, Width = 700, Height = 480 } });
        var blank = await client.Page.Context.NewPageAsync();
        var count = await blank.EvaluateAsync<int>(
            """
            async png => {
              const picture = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
              const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
              canvas.drawImage(picture, 0, 0);
              const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
              let yellow = 0;
              for (let i = 0; i < data.length; i += 4) if (data[i] > 220 && data[i + 1] > 200 && data[i + 2] < 140) yellow++;
              return yellow;
            }
            """, Convert.ToBase64String(png));
        await blank.CloseAsync();
        return count;
    }

    /// <summary>A grey picture, sound and subtitles in English and Swedish, a subtitle every 4 seconds.</summary>
    private static async Task<string> MakeFilmAsync(string file)
    {
        foreach (var language in new[] { "en", "sv" })
        {
            var cues = Enumerable.Range(0, Seconds / 4).Select(n => $"{n + 1}\n00:00:{n * 4:00},000 --> 00:00:{(n * 4) + 3:00},900\n{n * 4} {language} words\n");
            await File.WriteAllTextAsync($"{file}.{language}.srt", string.Join('\n', cues));
        }

        await TestFilm.RunAsync("ffmpeg",
        [
            "-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc2=size=320x180:rate=24:duration={Seconds},hue=s=0",
            "-f", "lavfi", "-i", $"sine=frequency=440:duration={Seconds}", "-f", "lavfi", "-i", $"sine=frequency=880:duration={Seconds}",
            "-i", $"{file}.en.srt", "-i", $"{file}.sv.srt", "-map", "0", "-map", "1", "-map", "2", "-map", "3", "-map", "4",
            "-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=swe", "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=swe",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", file,
        ]);
        return file;
    }
}
