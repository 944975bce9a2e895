using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netflix.Contracts;

namespace Netflix.ServiceDefaults.Region;

/// <summary>Where a request comes from.</summary>
/// <param name="Country">Null when nothing tells: the account's country counts then.</param>
public readonly record struct Origin(string? Country, bool IsBlocked)
{
    public Viewer Of(Viewer viewer)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return (Country is null || Country == viewer.Country) && !IsBlocked
            ? viewer
            : viewer with { Country = Country ?? viewer.Country, OnBlockedNetwork = IsBlocked };
    }
}

/// <summary>
/// The region of a request: what a trusted proxy says, else the address looked up. Private and loopback addresses tell
/// nothing. X-Forwarded-For counts from trusted proxies only: anybody else could write himself anywhere.
/// </summary>
public sealed class Regions
{
    private static readonly NetworkSet Private = new(new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "::/127", "fc00::/7", "fe80::/10",
    }.Select(text => NetworkSet.Parse(text)!.Value));

    private readonly BlockedNetworks blocked;
    private readonly CountryDatabase? database;

    internal Regions(IOptions<RegionOptions> options, BlockedNetworks blocked, ILogger<Regions> logger)
    {
        this.blocked = blocked;
        var path = options.Value.Database;
        try
        {
            database = path is { Length: > 0 } ? CountryDatabase.Read(path) : null;
            if (database is null)
            {
                logger.LogInformation("No Netflix:Region:Database: viewers are where their account is, unless a trusted proxy says otherwise");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            logger.LogWarning("The database of countries {Path} cannot be used, viewers are where their account is: {Error}", path, exception.Message);
        }
    }

    public Origin Of(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.Connection.RemoteIpAddress is not { } address)
        {
            return new(http.Features.Get<ProxyCountry>()?.Code, false);
        }

        address = address.Plain();
        var country = http.Features.Get<ProxyCountry>()?.Code ?? (Private.Contains(address) ? null : database?.Find(address));
        return new(country, blocked.Networks.Contains(address));
    }

    internal sealed record ProxyCountry(string Code);
}

public static class RegionSetup
{
    public static IServiceCollection AddRegions(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<RegionOptions>().Bind(configuration.GetSection("Netflix:Region"))
            .Validate(options => Proxies(options).All(proxy => proxy is not null), "Netflix:Region:TrustedProxies has something that is no network such as 10.0.0.0/8.")
            .ValidateOnStart();
        services.AddSingleton<BlockedNetworks>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<BlockedNetworks>());
        return services.AddSingleton(provider => new Regions(
            provider.GetRequiredService<IOptions<RegionOptions>>(), provider.GetRequiredService<BlockedNetworks>(), provider.GetRequiredService<ILogger<Regions>>()));
    }

    /// <summary>Takes the client's address and country from trusted proxies. First of all that looks at either.</summary>
    public static void UseClientAddress(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var options = app.Services.GetRequiredService<IOptions<RegionOptions>>().Value;
        app.Services.GetRequiredService<Regions>(); // reads its database now, not at the first request
        System.Net.IPNetwork[] proxies = [.. Proxies(options).OfType<System.Net.IPNetwork>()];
        if (proxies.Length == 0)
        {
            return;
        }

        if (options.CountryHeader is { Length: > 0 } header)
        {
            var trusted = new NetworkSet(proxies);
            app.Use((http, next) =>
            {
                // XX is what proxies write when they do not know.
                if (http.Connection.RemoteIpAddress is { } peer && trusted.Contains(peer.Plain()) &&
                    http.Request.Headers[header].ToString().Trim().ToUpperInvariant() is { Length: 2 } code &&
                    code != "XX" && char.IsAsciiLetter(code[0]) && char.IsAsciiLetter(code[1]))
                {
                    http.Features.Set(new Regions.ProxyCountry(code));
                }

                return next(http);
            });
        }

        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            forwarded.KnownIPNetworks.Add(proxy);
        }

        app.UseForwardedHeaders(forwarded);
    }

    private static IEnumerable<System.Net.IPNetwork?> Proxies(RegionOptions options) =>
        (options.TrustedProxies ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(NetworkSet.Parse);
}
