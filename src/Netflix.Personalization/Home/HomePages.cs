using System.Text.Json;
using Microsoft.Extensions.Logging;
using Netflix.Contracts;
using Netflix.Personalization.Experiments.Assignment;
using Netflix.Personalization.Models;
using Netflix.ServiceDefaults;
using Npgsql;
using StackExchange.Redis;

namespace Netflix.Personalization.Home;

/// <summary>
/// Pages that were made, in Redis under <c>home:{profile}</c>, for all web processes. A page that is a little old is shown
/// and made anew behind it; without Redis each request makes its own; without a model there is none.
/// </summary>
internal sealed class HomePages(
    IConnectionMultiplexer redis, HomeBuilder builder, ExperimentParameters experiments, HomeRefresher refresher, ServingModel serving, TimeProvider clock, ILogger<HomePages> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>The viewer's page; null when there is no model and none was kept.</summary>
    internal async Task<HomePage?> GetAsync(Viewer viewer, Assigned assigned, CancellationToken cancel)
    {
        var known = await FindAsync(viewer.ProfileId);
        if (known is not null && known.For == HomeLimits.Of(viewer, assigned))
        {
            if (known.MadeAt + Fresh < clock.GetUtcNow() || (serving.Current is { } current && current.ModelId != known.ModelId))
            {
                refresher.Refresh(viewer.ProfileId);
            }

            return known;
        }

        try
        {
            var page = await builder.BuildAsync(viewer, assigned, cancel);
            if (page is not null)
            {
                await StoreAsync(viewer.ProfileId, page, When.Always);
            }

            return page;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or NpgsqlException))
        {
            logger.LogError(exception, "The page of profile {ProfileId} could not be made: it shows what is popular.", viewer.ProfileId);
            return null;
        }
    }

    /// <summary>Makes the page that is kept anew; who has none yet gets it when asking for it.</summary>
    internal async Task RefreshAsync(Guid profileId, IViewers viewers, CancellationToken cancel)
    {
        if (await FindAsync(profileId) is not { } known || await viewers.FindAsync(known.For.AccountId, profileId, cancel) is not { } viewer)
        {
            return;
        }

        var asBefore = viewer with { Country = known.For.Country, MaxMaturity = Math.Min(viewer.MaxMaturity, known.For.MaxMaturity) };
        if (await builder.BuildAsync(asBefore, await experiments.ForAsync(asBefore, cancel), cancel) is { } page)
        {
            await StoreAsync(profileId, page, When.Exists); // a profile deleted meanwhile gets nothing back
        }
    }

    /// <summary>Makes the viewer's page anew now: it has just said what it likes, and looks.</summary>
    internal async Task RenewAsync(Viewer viewer, CancellationToken cancel)
    {
        if (await builder.BuildAsync(viewer, await experiments.ForAsync(viewer, cancel), cancel) is { } page)
        {
            await StoreAsync(viewer.ProfileId, page, When.Always);
        }
    }

    /// <summary>Throws while Redis is away.</summary>
    internal Task ForgetAsync(IEnumerable<Guid> profiles) => redis.GetDatabase().KeyDeleteAsync([.. profiles.Select(KeyOf)]);

    /// <summary>The page that is kept, however old; null when none is, or Redis is away.</summary>
    internal async Task<HomePage?> FindAsync(Guid profileId)
    {
        try
        {
            var kept = await redis.GetDatabase().StringGetAsync(KeyOf(profileId));
            return kept.IsNull ? null : JsonSerializer.Deserialize<HomePage>((byte[])kept!, JsonSerializerOptions.Web);
        }
        catch (Exception exception) when (exception.IsRedisAway() || exception is JsonException)
        {
            return null;
        }
    }

    private async Task StoreAsync(Guid profileId, HomePage page, When when)
    {
        try
        {
            await redis.GetDatabase().StringSetAsync(KeyOf(profileId), JsonSerializer.SerializeToUtf8Bytes(page, JsonSerializerOptions.Web), Kept, when);
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            logger.LogWarning("Redis is away ({Error}): the page is not kept.", exception.Message);
        }
    }

    private static RedisKey KeyOf(Guid profileId) => $"home:{profileId:N}";
}
