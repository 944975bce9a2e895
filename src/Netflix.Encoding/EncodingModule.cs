using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Netflix.Contracts;
using Netflix.Encoding.Features;
using Netflix.Encoding.Features.Tracks;
using Netflix.Encoding.Features.Tus;
using Netflix.Encoding.Markers;
using Netflix.Encoding.Media;
using Netflix.Encoding.Packaging;
using Netflix.Encoding.Pictures;
using Netflix.Encoding.Pipeline;
using Netflix.Encoding.Protection;
using Netflix.Encoding.Quality;
using Netflix.Encoding.Uploads;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding;

/// <summary>Uploads, encode jobs, ladders, packaging.</summary>
public static class EncodingModule
{
    public const string Schema = EncodingDbContext.Schema;

    public static void AddEncoding(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDatabase<EncodingDbContext>(Schema);
        services.AddOptions<EncodingOptions>().Bind(configuration.GetSection(EncodingOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EncodingOptions>, EncodingOptions.Validator>();
        services.AddValidators(typeof(EncodingModule).Assembly);
        services.AddScoped<UploadReceiver>();
        services.AddSingleton<KeySeal>();
        services.AddScoped<ContentKeys>();
        services.AddScoped<IContentKeys>(provider => provider.GetRequiredService<ContentKeys>());
        services.AddSingleton<Sweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<Sweeper>());
    }

    /// <summary>Takes films from <c>Netflix:Encoding:WatchFolder</c>, where it is set; needs the catalogue in the same process.</summary>
    public static void AddWatchFolder(this IServiceCollection services) => services.AddHostedService<WatchFolder>();

    public static void AddEncodingConsumers(this IRegistrationConfigurator consumers)
    {
        consumers.AddConsumer<ForgetTitle>();
        consumers.AddConsumer<FindMarkers>();
    }

    /// <param name="api">The group <c>/api/v1</c>; routes in it need a signed-in account unless they say otherwise.</param>
    public static void MapEncoding(this IEndpointRouteBuilder api)
    {
        var studio = api.MapGroup("/admin").WithTags("Studio").RequireAuthorization(Policies.Studio);
        var content = studio.MapGroup("/content");
        UploadVideo.Map(content);
        AddTrackToAsset.Map(content);
        ListTracks.Map(content);
        RemoveTrack.Map(content);
        TusProtocol.Map(studio);

        EditMarkers.Map(studio.MapGroup("/videos"));

        var jobs = studio.MapGroup("/encoding");
        ListJobs.Map(jobs);
        ShowQueue.Map(jobs);
        GetJob.Map(jobs);
        ShowLog.Map(jobs);
        ChangePriority.Map(jobs);
        FollowJob.Map(jobs);
        RetryJob.Map(jobs);
        CancelJob.Map(jobs);
    }

    /// <summary>The encoder role: leases tasks and runs them in this process.</summary>
    public static void AddEncoderWorker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Ffmpeg>();
        services.AddSingleton<SourceProbe>();
        services.AddSingleton<InterlaceCheck>();
        services.AddSingleton<DecodeCheck>();
        services.AddSingleton<TitleProbe>();
        services.AddSingleton<SceneCuts>();
        services.AddSingleton<ChunkCheck>();
        services.AddSingleton<SoundCheck>();
        services.AddSingleton<RungJoin>();
        services.AddSingleton<FilmPictures>();
        services.AddSingleton<FilmScan>();
        services.AddSingleton<Packager>();
        services.AddSingleton<TextPackager>();
        services.AddSingleton<WorkFolders>();
        services.AddSingleton<DiskSpace>();
        services.AddSingleton<SourceCache>();
        services.AddSingleton<TaskQueue>();
        services.AddSingleton<IEncodeStep, InspectSource>();
        services.AddSingleton<IEncodeStep, AnalyseTitle>();
        services.AddSingleton<IEncodeStep, EncodeChunk>();
        services.AddSingleton<EncodeAudio>();
        services.AddSingleton<IEncodeStep>(provider => provider.GetRequiredService<EncodeAudio>());
        services.AddSingleton<IEncodeStep, ExtractText>();
        services.AddSingleton<AddedSound>();
        services.AddSingleton<IEncodeStep, AddTrack>();
        services.AddSingleton<IEncodeStep, PackageAsset>();
        services.AddHostedService<EncoderWorker>();
    }
}
