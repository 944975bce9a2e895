using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Web.Tests;

/// <summary>Films that a browser keeps: played with the network off, as long as their licence lasts.</summary>
public sealed class DownloadTests
{
    [Test]
    public async Task KeptFilm_PlaysWithTheNetworkOff()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await KeepAsync(client);
        await OpenAsync(client);
        await Assertions.Expect(Item(client)).ToContainTextAsync("May be watched until");
        await Assertions.Expect(client.Page.GetByText(new Regex("used, .* free on this device"))).ToBeVisibleAsync();
        await Shots.TakeAsync(client.Page, "downloads");
        Assert.That(await AccessibilityTests.FindingsAsync(client.Page), Is.Empty);

        await client.Page.Context.SetOfflineAsync(true);
        var page = await client.Page.GotoAsync("/downloads");
        Assert.That(page!.FromServiceWorker, "the client itself is kept");
        Assert.That(await client.Page.EvaluateAsync<bool>("() => fetch('/favicon.svg', { cache: 'no-store' }).then(() => true, () => false)"), Is.False, "the network is off");
        await Item(client).GetByRole(AriaRole.Link, new() { Name = "Play" }).ClickAsync();
        await client.IsPlayingAsync();
        await client.UntilAsync("video => { video.currentTime = 15; return true; }");
        await client.UntilAsync("video => !video.seeking && video.currentTime > 15.5");

        Assert.That(await client.PictureVarianceAsync(), Is.GreaterThan(100), "a picture, not black");
        await client.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Item(client).GetByRole(AriaRole.Link, new() { Name = "Resume" })).ToBeVisibleAsync();
        await client.Page.Context.SetOfflineAsync(false);
        await client.Page.GotoAsync("/downloads");
        await Expect.EventuallyAsync(() => ReadAsync<double?>(client, "select max(position_seconds) from playback.watch_records r join playback.downloads d using (profile_id, video_id) where d.download_id = $1 and first_played_at is not null"),
            position => position > 15);
    }

    [Test]
    public async Task LicenceThatHasEnded_IsSaidOfflineAndRenewedOnline()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await KeepAsync(client);
        await OpenAsync(client);

        await client.Page.Context.SetOfflineAsync(true);
        await client.Page.Clock.SetSystemTimeAsync(DateTime.UtcNow.AddDays(31));
        await client.Page.GotoAsync("/downloads");
        await Assertions.Expect(Item(client)).ToContainTextAsync("Its licence has ended.");
        await Assertions.Expect(Item(client).GetByRole(AriaRole.Link, new() { Name = "Play" })).ToHaveCountAsync(0);
        await client.Page.GotoAsync(await PlayPathAsync(client));
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("cannot be played now");
        Assert.That(await client.Page.Locator("video").CountAsync(), Is.Zero);
        await client.Page.Clock.SetSystemTimeAsync(DateTime.UtcNow.AddDays(-2));
        await client.Page.GotoAsync("/downloads");
        await Assertions.Expect(Item(client)).ToContainTextAsync("The clock of this device was set back.");

        await client.Page.Clock.SetSystemTimeAsync(DateTime.UtcNow);
        await client.Page.Context.SetOfflineAsync(false);
        await ChangeAsync(client, "update playback.downloads set expires_at = now() - interval '1 minute' where download_id = $1");
        await client.Page.GotoAsync("/downloads");
        await Assertions.Expect(Item(client)).ToContainTextAsync("Its licence has ended.");
        await Item(client).GetByRole(AriaRole.Button, new() { Name = "Renew" }).ClickAsync();
        await Assertions.Expect(Item(client)).ToContainTextAsync("May be watched until");
        await Item(client).GetByRole(AriaRole.Link, new() { Name = "Play" }).ClickAsync();
        await client.IsPlayingAsync();
    }

    [Test]
    public async Task SignedOut_TheBrowserKeepsNothing()
    {
        await using var client = await Client.OpenAsync();
        var email = await client.SignUpAsync();
        await KeepAsync(client);
        Assert.That(await StoredSegmentsAsync(client), Is.GreaterThan(5));

        await client.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Menu of") }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await client.Page.WaitForURLAsync("**/signin");

        await Expect.EventuallyAsync(() => StoredSegmentsAsync(client), count => count == 0);
        await client.SignInAsync(email);
        await client.Page.GotoAsync("/downloads");
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing is kept on this device" })).ToBeVisibleAsync();
    }

    [Test]
    public async Task RemovedDownload_GoesFromBothEnds()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await KeepAsync(client);
        await OpenAsync(client);

        await Item(client).GetByRole(AriaRole.Button, new() { Name = $"Remove {WebApp.Film}" }).ClickAsync();

        await Assertions.Expect(Item(client)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Expect.EventuallyAsync(() => StoredSegmentsAsync(client), count => count == 0);
    }

    [Test]
    public async Task DownloadThatTheServerTookBack_GoesFromTheDevice()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await KeepAsync(client);

        await ChangeAsync(client, "delete from playback.downloads where download_id = $1");
        // One that was taken this very moment is not held against a list that may be older.
        await Expect.EventuallyAsync(async () =>
        {
            await client.Page.GotoAsync("/downloads");
            await client.Page.GetByText(new Regex("used, .* free on this device")).WaitForAsync();
            await client.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            return await Item(client).CountAsync();
        }, count => count == 0);
        await Expect.EventuallyAsync(() => StoredSegmentsAsync(client), count => count == 0);
    }

    [Test]
    public async Task ServiceWorker_LeavesTheApiAndNewPagesAlone()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        await KeepAsync(client);

        var kept = await client.Page.EvaluateAsync<string[]>("""
            async () => (await Promise.all((await caches.keys()).map(async name => (await (await caches.open(name)).keys()).map(request => new URL(request.url).pathname)))).flat()
            """);

        Assert.That(kept, Does.Contain("/index.html"));
        Assert.That(kept.Where(path => !path.StartsWith("/assets/", StringComparison.Ordinal)), Is.EquivalentTo(new[] { "/index.html", "/favicon.svg" }));
        var fresh = await client.Page.GotoAsync("/");
        Assert.That(fresh!.FromServiceWorker && fresh.Status != (int)HttpStatusCode.OK, Is.False);
        await client.Page.RouteAsync("**/*", route => route.ContinueAsync());
        Assert.That(await client.Page.EvaluateAsync<string>("async () => (await (await caches.open((await caches.keys())[0])).delete('/index.html'), (await fetch('/title/any', { mode: 'same-origin' })).status + '')"), Is.EqualTo("200"),
            "online the page comes from the service");
    }

    /// <summary>From the film's page, until all of it is here.</summary>
    private static async Task KeepAsync(Client client)
    {
        await client.Page.GotoAsync($"/title/{WebApp.ContentId}");
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Download", Exact = true }).ClickAsync();
        var dialog = client.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Quality").SelectOptionAsync("480p");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync();
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Link, new() { Name = "Downloaded" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    private static async Task OpenAsync(Client client)
    {
        await client.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Downloads" }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Heading, new() { Name = "Downloads", Level = 1 }).WaitForAsync();
    }

    private static ILocator Item(Client client) => client.Page.GetByRole(AriaRole.List, new() { Name = "On this device" }).GetByRole(AriaRole.Listitem);

    /// <summary>What Shaka keeps, counted in its own database.</summary>
    private static Task<int> StoredSegmentsAsync(Client client) => client.Page.EvaluateAsync<int>("""
        () => new Promise((resolve, reject) => {
          const request = indexedDB.open('shaka_offline_db');
          request.onerror = () => reject(request.error);
          request.onsuccess = () => {
            const database = request.result;
            const shelf = [...database.objectStoreNames].find(name => name.startsWith('segment') && name.endsWith('v5')) ?? null;
            if (shelf === null) { database.close(); return resolve(0); }
            const count = database.transaction(shelf).objectStore(shelf).count();
            count.onsuccess = () => { database.close(); resolve(count.result); };
          };
        })
        """);

    private static Task<string> DownloadIdAsync(Client client) => client.Page.EvaluateAsync<string>("""
        () => new Promise(resolve => {
          indexedDB.open('marquee.downloads').onsuccess = event => {
            const database = event.target.result;
            database.transaction('films').objectStore('films').getAllKeys().onsuccess = found => { database.close(); resolve(found.target.result[0]); };
          };
        })
        """);

    private static async Task<string> PlayPathAsync(Client client) => $"/downloads/{await DownloadIdAsync(client)}";

    private static async Task ChangeAsync(Client client, string sql) => await ReadAsync<object?>(client, sql);

    private static async Task<T?> ReadAsync<T>(Client client, string sql)
    {
        await using var source = NpgsqlDataSource.Create(WebApp.App.ConnectionString);
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = Guid.Parse(await DownloadIdAsync(client)) });
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }
}
