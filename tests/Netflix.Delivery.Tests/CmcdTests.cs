using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Delivery.Reports;
using Netflix.Delivery.Tokens;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Delivery.Tests;

/// <summary>What players tell with their requests (CTA-5004): from the edge to the session's events.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class CmcdTests
{
    private const string Query = "?CMCD=bl%3D21300%2Cbr%3D3200%2Cbs%2Cd%3D4004%2Cot%3Dv%2Csid%3D%226e2fb550%22";

    [Test]
    public async Task QueryAndHeaders_ReachTheSessionsEvents_AndTheCacheIsOfThePathAlone()
    {
        await using var app = await NetflixApp.StartAsync(("Netflix:Roles", "web"), ("Netflix:Delivery:Key", EdgeHost.Key));
        await using var edge = EdgeHost.Start(("services:web:http:0", app.BaseUrl), ("Netflix:Edge:Id", "listening"), ("Netflix:Edge:HeartbeatInterval", "00:00:00.2"));
        var (asset, session) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await edge.StoreAsync(asset, "v720/init.mp4", 1000);
        var path = $"/media/{new PathTokens(new DeliveryOptions { Key = EdgeHost.Key }).Issue(new(asset, session, 1080, DateTimeOffset.UtcNow.AddMinutes(5)))}/{asset:N}/v720/init.mp4"; // no segment: none follows that would be fetched ahead

        await (await edge.GetAsync(path)).ExpectAsync(HttpStatusCode.OK);
        await (await edge.GetAsync(path + Query)).ExpectAsync(HttpStatusCode.OK);
        await (await edge.GetAsync(path, ("CMCD-Session", "sid=\"6e2fb550\",sf=d"), ("CMCD-Request", "bl=1200,mtp=25400"), ("CMCD-Object", "br=3200,ot=v"), ("CMCD-Status", "bs"))).ExpectAsync(HttpStatusCode.OK);

        var told = await Expect.EventuallyAsync(() => EventsAsync(app, session), events => events.Count >= 2);
        Assert.That(edge.Store.Reads, Is.EqualTo(1), "the query is no part of what is cached");
        Assert.That(told.Select(one => one.GetProperty("edge").GetString()), Is.All.EqualTo("listening"));
        Assert.That(told.Select(one => one.GetProperty("file").GetString()), Is.All.EqualTo("v720/init.mp4"));
        var (query, headers) = (told[0].GetProperty("cmcd"), told[1].GetProperty("cmcd"));
        Assert.That((query.GetProperty("bl").GetInt32(), query.GetProperty("bs").GetBoolean(), query.GetProperty("ot").GetString(), query.GetProperty("sid").GetString()), Is.EqualTo((21300, true, "v", "6e2fb550")));
        Assert.That((headers.GetProperty("mtp").GetInt32(), headers.GetProperty("br").GetInt32(), headers.GetProperty("bs").GetBoolean(), headers.GetProperty("sf").GetString()), Is.EqualTo((25400, 3200, true, "d")));
    }

    [Test]
    public async Task WebThatTakesNothing_CostsReportsAndNoMemory()
    {
        await using var edge = EdgeHost.Start();
        var asset = Guid.CreateVersion7();
        await edge.StoreAsync(asset, "v720/1.m4s", 10);
        var (queue, http) = (edge.Services.GetRequiredService<CmcdQueue>(), new Microsoft.AspNetCore.Http.DefaultHttpContext());
        http.Request.QueryString = new(Query);
        for (var i = 0; i < 10_500; i++)
        {
            queue.Note(http.Request, Guid.NewGuid(), "/media/t/a/v720/1.m4s");
        }

        Assert.That(edge.Counters.CmcdDropped, Is.EqualTo(500));
        Assert.That(CmcdBatch.Next(queue)!.Reports, Has.Count.EqualTo(CmcdBatch.Most));
        await (await edge.GetAsync(EdgeHost.PathOf(asset, "v720/1.m4s") + Query)).ExpectAsync(HttpStatusCode.OK);
    }

    [Test]
    public async Task RequestThatTellsNothing_AllocatesNothing()
    {
        await using var edge = EdgeHost.Start();
        var (queue, http, session) = (edge.Services.GetRequiredService<CmcdQueue>(), new Microsoft.AspNetCore.Http.DefaultHttpContext(), Guid.NewGuid());
        http.Request.Headers.Range = "bytes=0-";
        NoteTimes(1000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        NoteTimes(1000);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void NoteTimes(int times)
        {
            for (var i = 0; i < times; i++)
            {
                queue.Note(http.Request, session, "/media/t/a/v720/1.m4s");
            }
        }
    }

    private static async Task<List<JsonElement>> EventsAsync(NetflixApp app, Guid session)
    {
        await using var source = NpgsqlDataSource.Create(app.ConnectionString);
        await using var command = source.CreateCommand($"select properties::text from playback.player_events where session_id = '{session}' and type = 'cmcd' order by at");
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<JsonElement>();
        while (await reader.ReadAsync())
        {
            events.Add(JsonSerializer.Deserialize<JsonElement>(reader.GetString(0)));
        }

        return events;
    }
}
