import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;

/** Lucene as a peer of benchmarks.speed: one segment, one thread; it is told what to do by lines, and times its queries itself. */
public class LucenePeer {
    private static final Set<String> ID = Set.of("id");
    private final Analyzer analyzer = new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            Tokenizer words = new StandardTokenizer();
            return new TokenStreamComponents(words, new SnowballFilter(new ASCIIFoldingFilter(new LowerCaseFilter(words)), "English"));
        }
    };
    private final QueryParser any = new QueryParser("text", analyzer);
    private final QueryParser every = new QueryParser("text", analyzer);
    private IndexSearcher searcher;

    /** Lines of id, text, speakers and days, tabs between, commas inside the last two, up to an empty line. */
    private void build(Path folder, BufferedReader in) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(analyzer).setRAMBufferSizeMB(1024);
        try (MMapDirectory directory = new MMapDirectory(folder); IndexWriter writer = new IndexWriter(directory, config)) {
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                String[] values = line.split("\t", -1);
                Document row = new Document();
                row.add(new StoredField("id", values[0]));
                row.add(new TextField("text", values[1], Field.Store.YES));
                for (String speaker : values[2].split(",")) row.add(new StringField("speaker", speaker, Field.Store.NO));
                for (String day : values[3].split(",")) if (!day.isEmpty()) row.add(new IntPoint("day", Integer.parseInt(day)));
                writer.addDocument(row);
            }
            writer.forceMerge(1);
        }
    }

    private void open(Path folder) throws IOException {
        searcher = new IndexSearcher(DirectoryReader.open(new MMapDirectory(folder)));
        searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
        searcher.setQueryCache(null);
        every.setDefaultOperator(QueryParser.Operator.AND);
    }

    /** A question: way, number of hits, query text, speaker, first and last day. The ids of the best, or their number. */
    private List<String> ask(String[] asked) throws Exception {
        Query query = (asked[0].equals("every") ? every : any).parse(asked[2]);
        if (asked[0].equals("count")) return List.of(Integer.toString(searcher.count(query)));
        if (asked[0].equals("filtered"))
            query = new BooleanQuery.Builder()
                .add(query, BooleanClause.Occur.MUST)
                .add(new TermQuery(new Term("speaker", asked[3])), BooleanClause.Occur.FILTER)
                .add(IntPoint.newRangeQuery("day", Integer.parseInt(asked[4]), Integer.parseInt(asked[5])), BooleanClause.Occur.FILTER)
                .build();
        int hits = Integer.parseInt(asked[1]);
        int counted = asked[0].equals("counted") ? Integer.MAX_VALUE : 1;
        List<String> ids = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(query, new TopScoreDocCollectorManager(hits, counted)).scoreDocs)
            ids.add(searcher.storedFields().document(hit.doc, ID).get("id"));
        return ids;
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        Path folder = Path.of(arguments[0]);
        LucenePeer peer = new LucenePeer();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] told = line.split("\t", -1);
            switch (told[0]) {
                case "build" -> { peer.build(folder, in); out.println("built"); }
                case "open" -> { peer.open(folder); out.println("open"); }
                case "ask" -> out.println(String.join("\t", peer.ask(in.readLine().split("\t", -1))));
                case "time" -> {
                    String[][] asked = new String[Integer.parseInt(told[1])][];
                    for (int at = 0; at < asked.length; at++) asked[at] = in.readLine().split("\t", -1);
                    for (String[] question : asked) {
                        long started = System.nanoTime();
                        peer.ask(question);
                        out.println(System.nanoTime() - started);
                    }
                }
                default -> throw new IllegalArgumentException(line);
            }
            out.flush();
        }
    }
}
