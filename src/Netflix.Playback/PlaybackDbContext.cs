using Microsoft.EntityFrameworkCore;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Playback;

internal sealed class PlaybackDbContext(DbContextOptions<PlaybackDbContext> options) : DbContext(options)
{
    internal const string Schema = "playback";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.AddOutbox();
        modelBuilder.UseSnakeCase();
    }
}
