using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.Playback.Downloads;
using Netflix.Playback.Viewing;
using Netflix.ServiceDefaults;

namespace Netflix.Playback;

internal sealed class PlaybackDbContext(DbContextOptions<PlaybackDbContext> options) : DbContext(options)
{
    internal const string Schema = "playback";

    public DbSet<PlaybackSession> Sessions => Set<PlaybackSession>();
    public DbSet<PlayableAsset> Assets => Set<PlayableAsset>();
    public DbSet<KnownMarkers> Markers => Set<KnownMarkers>();
    public DbSet<Download> Downloads => Set<Download>();
    public DbSet<ViewingSettings> ViewingSettings => Set<ViewingSettings>();
    public DbSet<TrackChoice> TrackChoices => Set<TrackChoice>();
    public DbSet<WatchRecord> WatchRecords => Set<WatchRecord>();

    /// <summary>The newest asset of a video, or null while there is none.</summary>
    public Task<PlayableAsset?> FindAssetAsync(Guid videoId, CancellationToken cancel) =>
        Assets.AsNoTracking().Where(asset => asset.VideoId == videoId).OrderByDescending(asset => asset.AssetId).FirstOrDefaultAsync(cancel);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<PlaybackSession>(session => session.ToTable("sessions").HasKey(entity => entity.SessionId));
        modelBuilder.Entity<PlayableAsset>(asset =>
        {
            asset.ToTable("assets").HasKey(entity => entity.AssetId);
            asset.Property(entity => entity.Description).HasColumnType("jsonb").HasConversion(
                description => JsonSerializer.Serialize(description, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<AssetDescription>(json, JsonSerializerOptions.Web)!);
        });
        modelBuilder.Entity<KnownMarkers>(known =>
        {
            known.ToTable("markers").HasKey(entity => entity.VideoId);
            known.Property(entity => entity.Markers).HasColumnType("jsonb").HasConversion(
                markers => JsonSerializer.Serialize(markers, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<IReadOnlyList<Marker>>(json, JsonSerializerOptions.Web)!);
        });
        modelBuilder.Entity<Download>(download => download.ToTable("downloads").HasKey(entity => entity.DownloadId));
        modelBuilder.Entity<ViewingSettings>(viewing =>
        {
            viewing.ToTable("viewing_settings").HasKey(entity => entity.ProfileId);
            viewing.Property(entity => entity.Settings).HasColumnType("jsonb").HasConversion(
                settings => JsonSerializer.Serialize(settings, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<PlayerLooks>(json, JsonSerializerOptions.Web)!);
        });
        modelBuilder.Entity<TrackChoice>(tracks =>
        {
            tracks.ToTable("track_choices").HasKey(entity => new { entity.ProfileId, entity.ContentId });
            tracks.Property(entity => entity.Choice).HasColumnType("jsonb").HasConversion(
                choice => JsonSerializer.Serialize(choice, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<ChosenTracks>(json, JsonSerializerOptions.Web)!);
        });
        modelBuilder.Entity<WatchRecord>(record => record.ToTable("watch_records").HasKey(entity => new { entity.ProfileId, entity.VideoId }));
        modelBuilder.AddOutbox();
        modelBuilder.UseSnakeCase();
    }
}
