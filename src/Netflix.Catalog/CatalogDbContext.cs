using Microsoft.EntityFrameworkCore;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Catalog;

internal sealed class CatalogDbContext(DbContextOptions<CatalogDbContext> options) : DbContext(options)
{
    internal const string Schema = "catalog";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.AddOutbox();
        modelBuilder.UseSnakeCase();
    }
}
