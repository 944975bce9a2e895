using Microsoft.EntityFrameworkCore;
using Netflix.Messaging;
using Netflix.Personalization.Models;
using Netflix.Personalization.Signals;
using Netflix.Personalization.Experiments;
using Netflix.ServiceDefaults;

namespace Netflix.Personalization;

internal sealed class PersonalizationDbContext(DbContextOptions<PersonalizationDbContext> options) : DbContext(options)
{
    internal const string Schema = "personalization";

    public DbSet<TitleStarts> Starts => Set<TitleStarts>();
    public DbSet<Signal> Signals => Set<Signal>();
    public DbSet<Model> Models => Set<Model>();
    public DbSet<Experiment> Experiments => Set<Experiment>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<TitleStarts>(starts => starts.ToTable("title_starts").HasKey(entity => new { entity.Country, entity.Day, entity.ContentId }));
        modelBuilder.Entity<Signal>(signal => signal.ToTable("signals").HasKey(entity => new { entity.ProfileId, entity.ContentId }));
        modelBuilder.Entity<Model>(model =>
        {
            model.ToTable("models").HasKey(entity => entity.ModelId);
            model.Property(entity => entity.ModelId).ValueGeneratedNever();
            model.Property(entity => entity.State).HasConversion<string>();
            model.Property(entity => entity.Metrics).HasColumnType("jsonb");
            model.Property(entity => entity.Settings).HasColumnType("jsonb");
        });
        modelBuilder.AddExperiments();
        modelBuilder.AddOutbox();
        modelBuilder.UseSnakeCase();
    }
}

/// <summary>How often a title was started in a country on a day.</summary>
internal sealed class TitleStarts
{
    private TitleStarts() { }

    public string Country { get; private init; } = "";
    public DateOnly Day { get; private init; }
    public Guid ContentId { get; private init; }
    public int Count { get; private init; }
}
