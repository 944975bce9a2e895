using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Testing;

namespace Netflix.Delivery.Tests;

/// <summary>Many sessions over two real edges, one of which dies and comes back.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class SteeringTests
{
    private const int Files = 6;

    [Test]
    public async Task EdgeThatComesBackEmpty_TakesItsShareOfTheSessionsAgain()
    {
        await using var app = await NetflixApp.StartAsync(("Netflix:Roles", "web"), ("Netflix:Delivery:Key", EdgeHost.Key));
        var steering = app.Services.GetRequiredService<IEdgeSteering>();
        var store = Directory.CreateTempSubdirectory("netflix-origin-").FullName;
        var (asset, sessions) = (Guid.CreateVersion7(), Enumerable.Range(0, 150).Select(_ => Guid.CreateVersion7()).ToArray());
        EdgeHost? first = Start("first"), second = Start("second");
        try
        {
            for (var number = 1; number <= Files; number++)
            {
                await first.StoreAsync(asset, $"v720/{number}.m4s", 20_000);
            }

            await EventuallyAsync(share => share is > 0.35 and < 0.65);
            Assert.That(await HoldersAsync(), Is.EqualTo(new[] { "first", "second" }), "both hold what they serve, and the web knows");

            await first.DisposeAsync();
            first = null;
            await EventuallyAsync(share => share == 0);

            first = Start("first");
            await EventuallyAsync(share => share is > 0.35 and < 0.65);
        }
        finally
        {
            await (first?.DisposeAsync() ?? default);
            await second.DisposeAsync();
            Directory.Delete(store, recursive: true);
        }

        EdgeHost Start(string id) => EdgeHost.Start(
            ("services:web:http:0", app.BaseUrl), ("Netflix:Edge:Id", id), ("Netflix:Media:Directory", store), ("Netflix:Edge:HeartbeatInterval", "00:00:00.2"));

        // Plays until the share of the first edge is as it should be.
        Task EventuallyAsync(Func<double, bool> holds) => Expect.EventuallyAsync(PlayAsync, holds);

        // Each session asks where to go on, and reads there: its share of the first edge.
        async Task<double> PlayAsync()
        {
            var onFirst = 0;
            foreach (var session in sessions)
            {
                var ranked = await steering.RankAsync(asset, "SE", session, CancellationToken.None);
                var edge = ranked.Count > 0 && ranked[0].EdgeId == "first" ? first : second;
                onFirst += edge == first ? 1 : 0;
                var number = 1 + Random.Shared.Next(Files);
                if (edge is not null)
                {
                    await (await edge.GetAsync(EdgeHost.PathOf(asset, $"v720/{number}.m4s"))).ExpectAsync(HttpStatusCode.OK);
                }
            }

            return (double)onFirst / sessions.Length;
        }

        async Task<string[]> HoldersAsync()
        {
            await using var scope = app.Services.CreateAsyncScope();
            var edges = await Expect.EventuallyAsync(
                () => scope.ServiceProvider.GetRequiredService<DeliveryDbContext>().Edges.AsNoTracking().Where(edge => edge.Assets == 1).OrderBy(edge => edge.EdgeId).ToListAsync(),
                holders => holders.Count == 2);
            return [.. edges.Select(edge => edge.EdgeId)];
        }
    }
}
