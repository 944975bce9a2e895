using Microsoft.EntityFrameworkCore;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding;

internal sealed class EncodingDbContext(DbContextOptions<EncodingDbContext> options) : DbContext(options)
{
    internal const string Schema = "encoding";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.AddOutbox();
        modelBuilder.UseSnakeCase();
    }
}
