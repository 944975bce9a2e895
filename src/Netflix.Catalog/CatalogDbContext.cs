using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Netflix.Catalog.Collections;
using Netflix.Catalog.Reviews;
using Netflix.Contracts;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog;

internal sealed class CatalogDbContext(DbContextOptions<CatalogDbContext> options) : DbContext(options)
{
    internal const string Schema = "catalog";

    public DbSet<Title> Titles => Set<Title>();
    public DbSet<Availability> Availabilities => Set<Availability>();
    public DbSet<ProfileRating> Ratings => Set<ProfileRating>();
    public DbSet<TitleActivity> Activity => Set<TitleActivity>();
    public DbSet<MyListEntry> MyList => Set<MyListEntry>();
    public DbSet<Review> Reviews => Set<Review>();
    public DbSet<ReviewReport> ReviewReports => Set<ReviewReport>();
    public DbSet<Collection> Collections => Set<Collection>();
    public DbSet<CollectionTitle> CollectionTitles => Set<CollectionTitle>();

    /// <summary>SQL's <c>catalog.fold</c>: lower case, without accents.</summary>
    public static string Fold(string value) => throw new InvalidOperationException("Only within a query.");

    /// <summary>Titles that the viewer may see now: not drafts, within maturity, and in a window of the viewer's region.</summary>
    public IQueryable<Title> VisibleTo(Viewer viewer, DateTimeOffset now) =>
        Titles.AsNoTracking().Where(title =>
            title.State != TitleState.Draft &&
            title.Maturity <= viewer.MaxMaturity &&
            (!title.HasWindows ||
             Availabilities.Any(window => window.ContentId == title.ContentId &&
                (window.Region == Availability.Everywhere || window.Region == viewer.Country) &&
                (window.From == null || window.From <= now) && (window.To == null || window.To > now))));

    /// <summary>A title with all its videos, as its writers need it.</summary>
    public Task<Title?> FindTitleAsync(Guid contentId, CancellationToken cancel) =>
        Titles.Include(title => title.Video).Include(title => title.Trailer)
            .Include(title => title.Seasons).ThenInclude(season => season.Episodes).ThenInclude(episode => episode.Video)
            .AsSplitQuery()
            .FirstOrDefaultAsync(title => title.ContentId == contentId, cancel);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<Title>(title =>
        {
            title.ToTable("titles").HasKey(entity => entity.ContentId);
            title.Property(entity => entity.Type).HasConversion<string>();
            title.Property(entity => entity.State).HasConversion<string>();
            title.Ignore(entity => entity.IsPlayable);
            title.HasOne(entity => entity.Video).WithOne().HasForeignKey<Title>("VideoId");
            title.HasOne(entity => entity.Trailer).WithOne().HasForeignKey<Title>("TrailerId");
            title.HasMany(entity => entity.Seasons).WithOne().HasForeignKey("ContentId");
            title.Navigation(entity => entity.Seasons).UsePropertyAccessMode(PropertyAccessMode.Field);
            title.Property(entity => entity.Revision).IsConcurrencyToken();
            title.OwnsMany(entity => entity.Localizations, text =>
            {
                text.ToTable("localizations");
                text.WithOwner().HasForeignKey("ContentId");
                text.HasKey("ContentId", nameof(Localization.Language));
            });
            title.OwnsMany(entity => entity.Credits, credit =>
            {
                credit.ToTable("credits");
                credit.WithOwner().HasForeignKey("ContentId");
                credit.HasKey("ContentId", nameof(Credit.Role), nameof(Credit.Order));
                credit.Property(entity => entity.Role).HasConversion<string>();
                credit.Property<Guid>("PersonId").ValueGeneratedOnAddOrUpdate();
            });
        });
        modelBuilder.Entity<Season>(season =>
        {
            season.ToTable("seasons").HasKey(entity => entity.SeasonId);
            season.Property(entity => entity.SeasonId).ValueGeneratedNever();
            season.HasMany(entity => entity.Episodes).WithOne().HasForeignKey("SeasonId");
            season.Navigation(entity => entity.Episodes).UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        modelBuilder.Entity<Episode>(episode =>
        {
            episode.ToTable("episodes").HasKey(entity => entity.EpisodeId);
            episode.Property(entity => entity.EpisodeId).ValueGeneratedNever();
            episode.HasOne(entity => entity.Video).WithOne().HasForeignKey<Episode>("VideoId");
        });
        modelBuilder.Entity<Video>(video =>
        {
            video.ToTable("videos").HasKey(entity => entity.VideoId);
            video.Property(entity => entity.VideoId).ValueGeneratedNever();
            video.Ignore(entity => entity.IsPlayable);
            video.Property(entity => entity.Artwork).HasColumnType("jsonb").HasConversion(
                stills => JsonSerializer.Serialize(stills, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<IReadOnlyList<ArtworkCandidate>>(json, JsonSerializerOptions.Web)!);
        });
        modelBuilder.Entity<Availability>(window => window.ToTable("availabilities").HasKey(entity => entity.AvailabilityId));
        modelBuilder.Entity<ProfileRating>(rating => rating.ToTable("ratings").HasKey(entity => new { entity.ProfileId, entity.ContentId }));
        modelBuilder.Entity<TitleActivity>(activity =>
        {
            activity.ToTable("activity").HasKey(entity => entity.ContentId);
            activity.Ignore(entity => entity.AverageRating);
        });
        modelBuilder.Entity<MyListEntry>(entry => entry.ToTable("my_list").HasKey(entity => new { entity.ProfileId, entity.ContentId }));
        modelBuilder.Entity<Review>(review => review.ToTable("reviews").HasKey(entity => entity.ReviewId));
        modelBuilder.Entity<ReviewReport>(report => report.ToTable("review_reports").HasKey(entity => new { entity.ReviewId, entity.ProfileId }));
        modelBuilder.Entity<Collection>(collection => collection.ToTable("collections").HasKey(entity => entity.CollectionId));
        modelBuilder.Entity<CollectionTitle>(entry => entry.ToTable("collection_titles").HasKey(entity => new { entity.CollectionId, entity.ContentId }));
        modelBuilder.HasDbFunction(typeof(CatalogDbContext).GetMethod(nameof(Fold))!).HasName("fold").HasSchema(Schema);
        modelBuilder.AddOutbox();
        modelBuilder.UseSnakeCase();
    }
}
