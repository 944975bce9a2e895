using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Netflix.ServiceDefaults.Limits;

/// <summary>
/// Calls a minute of an account and of an address, counted in Redis, so that all web replicas share the counts: one script,
/// one round trip a request for both (32 µs on this machine's loopback, 18 of them the way; one Redis does 26,000 a second).
/// While Redis is away everybody passes, and it is asked again a second later.
/// </summary>
internal sealed class RateLimits(IConnectionMultiplexer redis, IOptions<RateLimitOptions> options, TimeProvider clock, ILogger<RateLimits> logger)
{
    private const long WindowMicroseconds = 60_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    // GCRA, a token bucket kept as one time a key: when it will be full again. The server's clock, so that those of replicas
    // need not agree. Nothing is taken from any bucket when one is empty. Answers {wait in µs, limit, remaining, µs until full}
    // of the bucket that is nearest its end.
    private const string Take = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local window, wait, limit, remaining, full = tonumber(ARGV[1]), 0, 0, math.huge, 0
        local next = {}
        for i, key in ipairs(KEYS) do
          local most = tonumber(ARGV[i + 1])
          local tat = math.max(tonumber(redis.call('GET', key) or 0), now) + window / most
          next[i] = tat
          local left = math.floor((window - (tat - now)) * most / window)
          if left < remaining then limit, remaining, full = most, left, tat - now end
          wait = math.max(wait, tat - window - now)
        end
        if wait == 0 then
          for i, key in ipairs(KEYS) do
            redis.call('SET', key, string.format('%.0f', next[i]), 'PX', math.max(1, math.ceil((next[i] - now) / 1000)))
          end
        end
        return {math.ceil(wait), limit, math.max(0, remaining), math.ceil(full)}
        """;

    private long restUntil;

    internal readonly record struct Answer(TimeSpan Wait, long Limit, long Remaining, TimeSpan Full);

    /// <summary>Null when nothing limits the request, or Redis is away.</summary>
    internal async Task<Answer?> TakeAsync(Guid? accountId, string? address, bool signIn, Guid? session = null)
    {
        var settings = options.Value;
        if (!settings.Enabled || (accountId is null && address is null && session is null) || clock.GetTimestamp() < Volatile.Read(ref restUntil))
        {
            return null;
        }

        var (keys, values) = (new List<RedisKey>(3), new List<RedisValue>(4) { WindowMicroseconds });
        if (accountId is { } account)
        {
            keys.Add($"limit:account:{account:N}");
            values.Add(settings.AccountPerMinute);
        }

        if (address is not null)
        {
            keys.Add($"limit:{(signIn ? "sign-in" : "address")}:{address}");
            values.Add(signIn ? settings.SignInPerMinute : settings.AddressPerMinute);
        }

        if (session is { } playing)
        {
            keys.Add($"limit:licence:{playing:N}");
            values.Add(settings.LicencesPerMinute);
        }

        try
        {
            var answer = (long[])(await redis.GetDatabase().ScriptEvaluateAsync(Take, [.. keys], [.. values]).WaitAsync(Patience));
            return new(TimeSpan.FromMicroseconds(answer[0]), answer[1], answer[2], TimeSpan.FromMicroseconds(answer[3]));
        }
        catch (Exception exception) when (exception.IsRedisAway())
        {
            Volatile.Write(ref restUntil, clock.GetTimestamp() + (long)(Rest.TotalSeconds * clock.TimestampFrequency));
            logger.LogWarning("Redis is away ({Error}): rate limits are not held", exception.Message);
            return null;
        }
    }
}

/// <summary>Marks the routes that take passwords and codes.</summary>
internal sealed class SignInLimit
{
    internal static readonly SignInLimit Metadata = new();
}

/// <summary>Marks the routes that give keys.</summary>
internal sealed class LicenceLimit
{
    internal static readonly LicenceLimit Metadata = new();
}

public static class RateLimitSetup
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection("Netflix:RateLimits")).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<RateLimits>();
    }

    /// <summary>Counts these routes' calls by the stricter limit of an address.</summary>
    public static TBuilder LimitAsSignIn<TBuilder>(this TBuilder routes) where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(SignInLimit.Metadata);

    /// <summary>Counts these routes' calls by playback session, their <c>sessionId</c>, too.</summary>
    public static TBuilder LimitAsLicence<TBuilder>(this TBuilder routes) where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(LicenceLimit.Metadata);

    /// <summary>Limits the API, but not what edges say to it. After authentication, before anything that costs more.</summary>
    public static void UseRateLimits(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var limits = app.Services.GetRequiredService<RateLimits>();
        app.Use(async (http, next) =>
        {
            if (http.Request.Path.StartsWithSegments("/api/v1", out var rest) && !rest.StartsWithSegments("/internal"))
            {
                Guid? account = Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;
                var signIn = http.GetEndpoint()?.Metadata.GetMetadata<SignInLimit>() is not null;
                Guid? session = http.GetEndpoint()?.Metadata.GetMetadata<LicenceLimit>() is not null && Guid.TryParse(http.GetRouteValue("sessionId") as string, out var playing) ? playing : null;
                if (await limits.TakeAsync(account, ClientAddress.LimitKey(http), signIn, session) is { } answer && !await MayPassAsync(http, answer))
                {
                    return;
                }
            }

            await next(http);
        });
    }

    private static async Task<bool> MayPassAsync(HttpContext http, RateLimits.Answer answer)
    {
        var headers = http.Response.Headers;
        headers["RateLimit-Limit"] = answer.Limit.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = answer.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = Seconds(answer.Full);
        if (answer.Wait == TimeSpan.Zero)
        {
            return true;
        }

        headers.RetryAfter = Seconds(answer.Wait);
        await TypedResults.Problem("Too many requests: wait, then try again.", statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(http);
        return false;
    }

    private static string Seconds(TimeSpan time) => Math.Max(1, Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
