using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Netflix.Encoding.Markers;
using Netflix.Encoding.Protection;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding;

internal sealed class EncodingDbContext(DbContextOptions<EncodingDbContext> options) : DbContext(options)
{
    internal const string Schema = "encoding";

    public DbSet<Upload> Uploads => Set<Upload>();
    public DbSet<UploadPart> Parts => Set<UploadPart>();
    public DbSet<EncodeJob> Jobs => Set<EncodeJob>();
    public DbSet<EncodeTask> Tasks => Set<EncodeTask>();
    public DbSet<VideoTrace> Traces => Set<VideoTrace>();
    public DbSet<VideoMarkers> Markers => Set<VideoMarkers>();
    public DbSet<SealedKey> ContentKeys => Set<SealedKey>();

    /// <summary>The job, locked until the transaction's end: cancelling, failing and completing meet here one after another.</summary>
    public async Task<EncodeJob?> LockJobAsync(Guid jobId, CancellationToken cancel) =>
        (await Jobs.FromSql($"select * from encoding.jobs where job_id = {jobId} for update").ToListAsync(cancel)).SingleOrDefault();

    /// <summary>Until the transaction's end nobody else starts or retries a job of this video: there may be no row yet to lock.</summary>
    public Task LockVideoAsync(Guid videoId, CancellationToken cancel) =>
        Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('encoding.video ' || {videoId.ToString()}, 0))", cancel);

    /// <summary>An upload whose bytes are in, locked until the transaction's end; null when its title was deleted meanwhile.</summary>
    public async Task<Upload?> LockUploadAsync(Guid uploadId, CancellationToken cancel) =>
        (await Uploads.FromSql($"select * from encoding.uploads where upload_id = {uploadId} for update").ToListAsync(cancel)).SingleOrDefault();

    /// <summary>A video's markers, locked until the transaction's end.</summary>
    public async Task<VideoMarkers?> FindMarkersAsync(Guid videoId, CancellationToken cancel) =>
        (await Markers.FromSql($"select * from encoding.markers where video_id = {videoId} for update").ToListAsync(cancel)).SingleOrDefault();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<Upload>(upload =>
        {
            upload.ToTable("uploads").HasKey(entity => entity.UploadId);
            upload.Ignore(entity => entity.IsComplete);
            upload.Property(entity => entity.Protection).HasConversion<string>();
        });
        modelBuilder.Entity<UploadPart>(part =>
        {
            part.ToTable("upload_parts").HasKey(entity => new { entity.UploadId, entity.Position });
            part.Ignore(entity => entity.Key);
        });
        modelBuilder.Entity<EncodeJob>(job =>
        {
            job.ToTable("jobs").HasKey(entity => entity.JobId);
            job.Ignore(entity => entity.IsActive);
            job.Ignore(entity => entity.IsRetryable);
            job.Property(entity => entity.Status).HasConversion<string>();
            job.Property(entity => entity.Protection).HasConversion<string>();
            AsJson(job.Property(entity => entity.Added));
            AsJson(job.Property(entity => entity.Plan));
            AsJson(job.Property(entity => entity.Analysis));
            AsJson(job.Property(entity => entity.Asset));
            AsJson(job.Property(entity => entity.QualityReport));
        });
        modelBuilder.Entity<EncodeTask>(task =>
        {
            task.ToTable("tasks").HasKey(entity => entity.TaskId);
            task.Ignore(entity => entity.Folder);
            task.Property(entity => entity.Kind).HasConversion<string>();
            task.Property(entity => entity.Outcome).HasColumnType("jsonb");
        });
        modelBuilder.Entity<VideoTrace>(trace =>
        {
            trace.ToTable("fingerprints").HasKey(entity => entity.VideoId);
            AsJson(trace.Property(entity => entity.Chapters));
        });
        modelBuilder.Entity<VideoMarkers>(video =>
        {
            video.ToTable("markers").HasKey(entity => entity.VideoId);
            AsJson(video.Property(entity => entity.Markers));
        });
        modelBuilder.Entity<SealedKey>(key => key.ToTable("content_keys").HasKey(entity => new { entity.AssetId, entity.Label }));
        modelBuilder.AddOutbox();
        modelBuilder.UseSnakeCase();
        modelBuilder.Entity<EncodeTask>().Property(entity => entity.Outcome).HasColumnName("result"); // after it: it names every column
    }

    private static void AsJson<T>(PropertyBuilder<T> property) => property.HasColumnType("jsonb").HasConversion(
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Web),
        text => JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!);
}
