using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Playback.Downloads;
using Netflix.Playback.Events;
using Netflix.Playback.Features;
using Netflix.Playback.Manifests;
using Netflix.Playback.Progress;
using Netflix.Playback.Quality;
using Netflix.Playback.Streams;
using Netflix.Playback.Viewing;
using Netflix.ServiceDefaults;

namespace Netflix.Playback;

/// <summary>Sessions, entitlement, manifests, progress, history.</summary>
public static class PlaybackModule
{
    public const string Schema = PlaybackDbContext.Schema;

    internal const string PlayersCors = "players";

    public static void AddPlayback(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDatabase<PlaybackDbContext>(Schema);
        services.AddValidators(typeof(PlaybackModule).Assembly);
        services.AddMemoryCache();
        services.AddDataProtection();
        services.AddCors(cors => cors.AddPolicy(PlayersCors, players => players.AllowAnyOrigin().AllowAnyHeader().WithMethods("GET", "POST")));
        services.AddOptions<LicenceServers>().Bind(configuration.GetSection("Netflix:Playback:LicenceServers"));
        services.AddOptions<PlaybackOptions>().Bind(configuration.GetSection(PlaybackOptions.Section))
            .Validate(options => options.IsValid, "Netflix:Playback:DeviceLimits gives each kind of device 144 to 4320 lines, such as 1080; EventDays are 1 to 3650; StreamLease is a second to an hour.").ValidateOnStart();
        services.AddOptions<QualityOptions>().Bind(configuration.GetSection(QualityOptions.Section))
            .Validate(options => options.IsValid, "Netflix:Playback:Quality: warnings come before what is critical; MinSessions is 1 or more.").ValidateOnStart();
        services.AddOptions<DownloadOptions>().Bind(configuration.GetSection(DownloadOptions.Section))
            .Validate(options => options.IsValid, "Netflix:Playback:Downloads: Days 1 to 365, PlayHours 1 to 8760, FetchHours 1 to 168, and limits of 0 to 1000.").ValidateOnStart();
        services.AddSingleton<QualityReport>();
        services.AddSingleton<WatchReport>();
        services.AddSingleton<SessionQuality>();
        services.AddSingleton<IAssetDemand, AssetDemands>();
        services.AddSingleton<PackagedText>();
        services.AddSingleton<PlaybackLinks>();
        services.AddSingleton<EndNotices>();
        services.AddSingleton<StreamLeases>();
        services.AddSingleton<LivePositions>();
        services.AddSingleton<StoredPositions>();
        services.AddSingleton<ProgressWriter>();
        services.AddHostedService<ProgressFlusher>();
        services.AddSingleton<EventPartitions>();
        services.AddHostedService(provider => provider.GetRequiredService<EventPartitions>());
        services.AddSingleton<EventWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<EventWriter>());
        services.AddSingleton<ISegmentReports, SegmentReports>();
        services.AddSingleton<Sessions>();
        services.AddScoped<SessionEnd>();
        services.AddScoped<Grants>();
        services.AddScoped<IssueLicence.Rights>();
        services.AddScoped<DownloadLicence>();
        services.AddScoped<DownloadEnd>();
        services.AddScoped<NextEpisodes>();
        services.AddScoped<WatchStates>();
        services.AddScoped<IWatchStates>(provider => provider.GetRequiredService<WatchStates>());
        services.AddSingleton<IViewing, ViewingByDay>();
        services.AddScoped<IAccountData, ExportAccount>();
    }

    public static void AddPlaybackConsumers(this IRegistrationConfigurator consumers)
    {
        consumers.AddConsumer<ApplyAsset>();
        consumers.AddConsumer<ApplyMarkers>();
        consumers.AddConsumer<EndStreams>();
        consumers.AddConsumer<ApplyPlan>();
        consumers.AddConsumer<Forget>();
        consumers.AddConsumer<ForgetVideo>();
    }

    /// <param name="api">The group <c>/api/v1</c>; routes in it need a signed-in account unless they say otherwise.</param>
    public static void MapPlayback(this IEndpointRouteBuilder api)
    {
        var streaming = api.MapGroup("/streaming").WithTags("Playing");
        StartPlayback.Map(streaming);
        ServeManifest.Map(streaming);
        IssueLicence.Map(streaming);
        ReportProgress.Map(streaming);
        PlayerEvents.Map(streaming);
        FollowCommands.Map(streaming);

        var downloads = api.MapGroup("/downloads").WithTags("Playing");
        StartDownload.Map(downloads);
        KeepDownloads.Map(downloads);
        ServeDownload.Map(downloads);

        var admin = api.MapGroup("/admin").WithTags("Operators").RequireAuthorization(Policies.Admin);
        TraceSession.Map(admin.MapGroup("/sessions"));
        ShowQuality.Map(admin);
        ShowAnalytics.Map(api.MapGroup("/admin/analytics").WithTags("Operators").RequireAuthorization(Policies.Studio));
        WatchHistory.Map(api.MapGroup("/profiles/{profileId:guid}").WithTags("Finding").RequireProfile());
        KeepViewing.Map(api.MapGroup("/profiles/{profileId:guid}").WithTags("Playing").RequireProfile());
    }
}
