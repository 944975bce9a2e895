using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>What the player tells of itself, and that playing does not depend on it.</summary>
public sealed class PlayerEventTests
{
    private static readonly string[] Totals = ["playedMs", "stalledMs", "stalls", "switches", "errors", "startupMs", "height", "bitrate", "edge"];

    [Test]
    public async Task Viewing_IsToldWithItsTotals_AndTaken()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        var statuses = new ConcurrentBag<int>();
        client.Page.Response += (_, response) => statuses.Add(response.Url.EndsWith("/events", StringComparison.Ordinal) ? response.Status : 202);
        var told = Follow(client.Page);

        await client.PlayAsync();
        await UntilAsync(told, "play_start");
        await client.UntilAsync("video => video.currentTime > 1");
        await client.Page.Keyboard.PressAsync("k");
        await UntilAsync(told, "pause");
        await client.Page.Keyboard.PressAsync("5");
        await client.Page.Keyboard.PressAsync("k");
        await UntilAsync(told, "resume");
        await client.LeaveAsync();
        var stop = await UntilAsync(told, "stop");

        var properties = stop.GetProperty("properties");
        Assert.Multiple(() =>
        {
            Assert.That(told.Select(Type), Does.Contain("seek").And.Not.Contain("error"));
            Assert.That(Totals.Where(name => !properties.TryGetProperty(name, out _)), Is.Empty);
            Assert.That(properties.GetProperty("playedMs").GetInt32(), Is.GreaterThan(900));
            Assert.That(properties.GetProperty("startupMs").GetInt32(), Is.Positive);
            Assert.That(properties.GetProperty("height").GetInt32(), Is.GreaterThanOrEqualTo(180));
            Assert.That(properties.GetProperty("bitrate").GetInt32(), Is.GreaterThan(10_000));
            Assert.That(properties.GetProperty("edge").GetString(), Does.StartWith("http://"));
            Assert.That(statuses, Is.All.EqualTo(202));
        });
    }

    [Test]
    public async Task ClosedPage_StillTellsItsEnd()
    {
        await using var client = await Client.OpenAsync();
        using var viewer = await WebApp.App.SignUpAsync(country: WebApp.Country);
        await client.SignInAsync(viewer.Email);
        await client.PlayAsync();

        await client.Page.GotoAsync("about:blank");

        // The browser tells nobody of a request that outlives its page: the server is asked.
        await Expect.EventuallyAsync(() => viewer.Http.GetStringAsync("account/export"), export => export.Contains("\"stop\"", StringComparison.Ordinal) && export.Contains("playedMs", StringComparison.Ordinal));
    }

    [Test]
    public async Task EventsThatFindNoServer_ComeLater_AndTheFilmPlays()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        var away = true;
        var told = new ConcurrentQueue<JsonElement>();
        await client.Page.RouteAsync("**/events", route =>
        {
            if (away)
            {
                return route.AbortAsync("connectionrefused");
            }

            Read(route.Request, told);
            return route.ContinueAsync();
        });
        await client.PlayAsync();
        await client.Page.Keyboard.PressAsync("k");
        await client.UntilAsync("video => video.paused");

        away = false;
        await client.Page.Keyboard.PressAsync("k");
        await UntilAsync(told, "resume");

        Assert.That(told.Select(Type).Take(2), Is.EqualTo(new[] { "play_start", "pause" }));
    }

    [Test]
    public async Task EventsThatAreRefused_AreNotSentAgain()
    {
        await using var client = await Client.OpenAsync();
        await client.SignUpAsync();
        var told = Follow(client.Page);
        await client.Page.RouteAsync("**/events", route => route.FulfillAsync(new() { Status = 400, ContentType = "application/problem+json", Body = "{}" }));
        await client.PlayAsync();
        await UntilAsync(told, "play_start");

        await client.Page.Keyboard.PressAsync("k");
        await UntilAsync(told, "pause");

        Assert.That(told.Count(one => Type(one) == "play_start"), Is.EqualTo(1));
    }

    private static ConcurrentQueue<JsonElement> Follow(IPage page)
    {
        var told = new ConcurrentQueue<JsonElement>();
        page.Request += (_, request) => Read(request, told);
        return told;
    }

    private static void Read(IRequest request, ConcurrentQueue<JsonElement> told)
    {
        if (request.Url.EndsWith("/events", StringComparison.Ordinal) && request.Method == "POST")
        {
            foreach (var one in JsonDocument.Parse(request.PostData!).RootElement.GetProperty("events").EnumerateArray())
            {
                told.Enqueue(one);
            }
        }
    }

    private static string Type(JsonElement one) => one.GetProperty("type").GetString()!;

    private static async Task<JsonElement> UntilAsync(ConcurrentQueue<JsonElement> told, string type)
    {
        await Expect.EventuallyAsync(() => Task.FromResult(told.ToArray()), all => all.Any(one => Type(one) == type));
        return told.Last(one => Type(one) == type);
    }
}
