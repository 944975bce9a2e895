using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.Testing;

namespace Netflix.Catalog.Tests;

/// <summary>The service, with titles made playable by the event that Encoding would send.</summary>
[SetUpFixture]
public sealed class CatalogApp
{
    public static NetflixApp App { get; private set; } = null!;
    public static TestUser Studio { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        App = await NetflixApp.StartAsync(("Netflix:Roles", "web"));
        Studio = await App.SignInAdminAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Studio.Dispose();
        await App.DisposeAsync();
    }

    internal static AssetReady Ready(Guid contentId, Guid videoId, Guid? assetId = null) => new(
        assetId ?? Guid.CreateVersion7(), Guid.CreateVersion7(), videoId, contentId,
        new AssetDescription(60, [new("v480", 480, 854, 480, "avc1.64001e", 900_000, 700_000, 24)], [], [], "poster.jpg", null), DateTimeOffset.UtcNow);

    /// <summary>A published film.</summary>
    internal static async Task<Guid> PublishedAsync(string title, string rating = "PG")
    {
        var contentId = await Studio.CreateTitleAsync(title, rating: rating);
        var videoId = (await Studio.Http.GetAsync($"admin/content/{contentId}").JsonAsync()).GetProperty("videoId").GetGuid();
        await DeliverAsync(Ready(contentId, videoId));
        await Studio.PublishAsync(contentId);
        return contentId;
    }

    /// <summary>Through an outbox, as every event comes; returns once its consumers are done.</summary>
    internal static async Task DeliverAsync(AssetReady ready)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogDbContext>();
        db.Publish(ready);
        await db.SaveChangesAsync();
        await Expect.EventuallyAsync(
            () => db.Set<OutboxMessage>().AsNoTracking().AnyAsync(message => message.Type == typeof(AssetReady).FullName), waiting => !waiting);
    }
}
