"""Given names with the gender they are mostly used for, in English-language news. A name used for both is in neither."""

# ruff: noqa: SIM905  (tables of words are read and extended as words)
from __future__ import annotations

MALE = frozenset(
    """Aaron Abdul Abdullah Abraham Adam Adolf Adrian Ahmad Ahmed Al Alan Albert Alberto Alejandro Alexander Alexei
    Alfonso Alfred Ali Allan Allen Alvin Amir Anatoly Anders Andre Andreas Andres Andrei Andrew Andy Angelo Anthony
    Antonin Antonio Antony Anwar Arnold Arthur Ash Asif Augusto Austin Avi Barack Barry Bart Bashar Ben Benedict Benjamin
    Bernard Bernie Bert Bill Billy Bob Bobby Boris Brad Bradley Brandon Brendan Brent Brett Brian Bruce Bruno Bryan Byron
    Caleb Calvin Cameron Carl Carlos Carter Cedric Cesar Chad Charles Charlie Chester Chip Chris Christian Christopher
    Chuck Clarence Clark Claude Clay Clayton Cliff Clifford Clint Clinton Clive Cody Colin Connor Corey Cory Craig Curt
    Curtis Cyril Cyrus Damian Damon Dan Daniel Danny Darrell Darren Darryl Dave David Dean Denis Dennis Derek Dick Diego
    Dimitri Dinesh Dirk Dmitry Dominic Don Donald Donnie Doug Douglas Drew Duncan Dustin Dwayne Dwight Earl Ed Eddie
    Edgar Edmund Eduardo Edward Edwin Eli Elias Elijah Elliot Elliott Emanuel Emilio Emmanuel Enrique Eric Erick Erik
    Ernest Ernesto Ethan Eugene Evan Evgeny Felix Ferdinand Fernando Fidel Floyd Francisco Francois Frank Franklin Fred
    Frederick Gabriel Garrett Garry Gary Gavin Gene Geoff Geoffrey George Gerald Gerard Gerry Gilbert Giorgio Giovanni
    Glen Glenn Gordon Graham Grant Greg Gregg Gregory Guillermo Gus Guy Hakeem Hamid Hans Harold Harrison Harry Harvey
    Hassan Hector Heinrich Helmut Henry Herbert Herman Hans Howard Hubert Hugh Hugo Hussein Ian Ibrahim Igor Imran Isaac
    Ismail Ivan Jack Jackson Jacob Jacques Jaime Jake James Jared Jason Javier Jay Jean-Claude Jeb Jeff Jeffery Jeffrey
    Jens Jeremiah Jeremy Jerome Jerry Jesse Jesus Jim Jimmy Joaquin Joe Joel Johan Johann John Johnny Jon Jonah Jonathan
    Jorge Jose José Josef Joseph Josh Joshua Juan Jules Julian Julio Julius Justin Karl Keith Ken Kenneth Kent Kevin Kirk
    Klaus Kurt Kyle Lamar Lance Larry Lars Laurence Laurent Lawrence Lee Len Leo Leon Leonard Leonardo Leonid Leroy Les
    Leslie Lewis Liam Lindsey Lloyd Lorenzo Lou Louis Luca Lucas Luis Luiz Luke Luther Lyndon Mahmoud Malcolm Manuel Marc
    Marcel Marco Marcos Marcus Mario Mark Markus Marshall Martin Marty Marvin Mathew Matt Matteo Matthew Maurice Max
    Maxim Mel Melvin Michael Michel Miguel Mike Mikhail Miles Milton Mitch Mitchell Mitt Mohamed Mohammad Mohammed
    Mohammad Morgan Morris Moses Muhammad Mustafa Narendra Nathan Nathaniel Neal Ned Neil Nelson Newt Nicholas Nick
    Nicolas Nigel Noah Noam Norman Oleg Oliver Omar Orlando Orrin Oscar Osama Otto Owen Pablo Parker Patrick Paul Pavel
    Pedro Percy Perry Pete Peter Phil Philip Phillip Pierre Pyotr Qasem Rafael Rahm Ralph Ramon Rand Randall Randy Raul
    Ray Raymond Recep Reed Reggie Reince Reinhold Rene Rex Reza Ricardo Richard Rick Ricky Rob Robbie Robby Robert
    Roberto Rod Rodney Rodrigo Roger Roland Roman Ron Ronald Ronnie Ross Roy Ruben Rudolph Rudy Rupert Rush Russ Russell
    Ryan Saad Salman Salvador Sam Samuel Santiago Saul Scott Sean Sebastian Sergei Sergey Sergio Seth Shane Shaun Shawn
    Shinzo Sidney Silvio Simon Solomon Spencer Stan Stanley Stefan Stephen Steve Steven Stewart Stuart Tariq Ted Terence
    Terrence Thad Theodore Thom Thomas Tim Timothy Toby Todd Tom Tommy Tony Travis Trent Trevor Trey Troy Tucker Tyler
    Ulrich Vance Vernon Viktor Victor Vince Vincent Vladimir Volodymyr Wade Wallace Walter Warren Wayne Wendell Wesley
    Wilbur Will Willard William Willie Winston Wolf Wolfgang Woodrow Xavier Yasser Yuri Yusuf Zachary Zack Zbigniew
    Dana-Milbank Huma-less Ta-Nehisi Sheldon Roderick Rodrigue Reinaldo Jorg Jürgen Joachim Horst Günther Dieter
    Gerhard Friedrich Franz Florian Fabian Erwin Eckhard Bernd Ulf Uwe Torsten Sven Rolf Ravi Rajiv Sanjay Vijay Anil
    Arun Ashok Deepak Manmohan Pranab Rahul Ajit Nikolai Vitaly Yevgeny Konstantin Vyacheslav Stanislav Gennady Grigory
    Arseniy Petro Oleksandr Mykola Yoshihide Fumio Taro Junichiro Ban Jens Jean Jan Piet Mauricio Evo Rodrigo Benigno
    Ferdinand Joko Mahathir Najib Lee
    Aarav Abebe Abel Achim Adil Aditya Afonso Ajay Akash Akira Alasdair Alastair Albin Aldo Alec Aled Aleksander
    Aleksandr Alessandro Alfie Alistair Alonso Alun Alvar Amadou Amit Anand Andrius Angus Antoine Anton Aram Archie
    Ari Arjun Arnaud Arne Artem Arturo Arvid Arvind Asher Axel Aziz Baptiste Barnaby Bartosz Bastien Bautista Bekele
    Benito Benoit Bilal Bjorn Björn Bogdan Bryn Callum Carlo Cathal Chidi Chinedu Christoph Ciaran Cillian Conor
    Cormac Cosmo Cristobal Dai Daisuke Damien Daoud Darragh Davide Dawit DeShawn Declan Denys Desmond Dev Diarmuid
    Dilip Dimitris Dmytro Domenico Donal Dougal Dylan Eamon Eduard Edvard Efraim Einar Eino Eirik Emeka Emil Emiliano
    Emre Emrys Enda Enzo Eoin Esteban Etienne Euan Eusebio Evander Ewan Fabio Fabrice Faisal Farid Farouk Fergus
    Fermin Filip Finlay Finn Flavio Francesco Fraser Fritz Gareth Gaston Gaurav Georg Geraint Gethin Giacomo Gianni
    Gilles Giuseppe Gonzalo Goran Graeme Gregor Guido Guillaume Gunnar Gunther Gustav Gustavo Gwilym Haakon Habib
    Haile Hakan Halvard Hamish Hamza Harish Haruki Hendrik Henrik Herve Hiroshi Idris Ifan Ignacio Ike Ikechukwu Ilya
    Ioan Ivar Ivo Iwan Jacek Jakob Jakub Jamal Janos Jarek Jarl Jasper Jesper Jiri Joao Johannes Jonas Jonty Joost
    Jorgen Jorma João Julien Juma Jurgen Jussi Kai Kalle Kamal Kamau Karel Karim Karthik Kaspar Kazuo Keir Kelechi
    Kenji Kenzo Khaled Khalid Klaas Kofi Kojo Krzysztof Kumar Kwame Kwesi Lachlan Laszlo Leandro Leif Lennart Lionel
    Loic Lorcan Luc Lucio Ludovic Ludvig Luigi Luka Lukas Maciej Magnus Mahesh Malik Manfred Manoj Marcin Marek Marius
    Mateo Mateusz Mathias Mathieu Matthias Matti Mauro Maxime Mehmet Michal Mikael Mikko Milan Milos Miroslav Mohan
    Mukesh Murat Mwangi Naveen Nestor Niall Niccolo Niels Nikhil Nikita Niklas Nils Obinna Octavio Olaf Olav Ole
    Olivier Olli Olumide Osman Otieno Owain Padraig Paolo Pascal Patrice Pawel Pekka Petr Philippe Piers Piotr Pradeep
    Prakash Raj Rajesh Rakesh Raman Ramesh Rashid Rasmus Reginald Remy Rhys Risto Rohan Rohit Romain Ronan Rory Ruairi
    Rui Rurik Ruslan Saeed Salim Samir Sandeep Satoshi Seamus Segun Serhiy Shigeru Siddharth Sigurd Simeon Sipho Sizwe
    Sondre Soren Stefano Stellan Stig Sunil Suresh Svein Sylvain Szymon Søren Tadeusz Takashi Tapio Taras Tayo Tendai
    Terje Tesfaye Thabo Thierry Tiago Timo Tobias Toivo Tomas Tomasz Tomás Toshiro Tristan Trygve Tunde Uche Uri Vadim
    Valentin Vasily Vasyl Vicente Vidar Vikram Ville Vincenzo Vinod Vivek Vladislav Volker Werner Wilhelm Willem Wim
    Wojciech Yannick Youssef Yuki Yves Zoltan""".split()
) - {"Ban", "Jean", "Jan", "Lee", "Leslie", "Huma-less", "Dana-Milbank", "Morgan", "Cameron", "Parker"}

FEMALE = frozenset(
    """Antonia Alessandra Alexis Alina Amina Anya Aurora Bianca Bella Birgitta Carina Celia Daniela Dominique Elisa Eloisa
    Emilia Fernanda Freya Gabriela Giulia Halima Hana Ilse Ingeborg Irma Ivonne Jelena Joana Judit Juliet Karina Khadija
    Larisa Leonora Letizia Ljubica Lucie Luisa Lupita Manuela Marcela Mariana Marta Matilda Meera Milena Nadja Natalya
    Nicolette Noor Paloma Pilar Rafaela Raquel Rosario Samira Sigrid Silvia Simone Sunita Tatyana Teodora Thérèse Tracy
    Valeria Vivienne Xiomara Yasmin Yelena Zofia
    Abby Abigail Ada Adele Adriana Agnes Aisha Alana Alexa Alexandra Alexandria Alice Alicia Alison Allison Alma Alyssa
    Amal Amanda Amber Amelia Amy Ana Anastasia Andrea Angela Angelina Angie Anita Ann Anna Anne Annette Annie April
    Ariana Arianna Arlene Ashley Ashleigh Audrey Ava Ayesha Barbara Beatrice Becky Benazir Bernadette Bernice Beth
    Bethany Betsy Betty Beverly Bonnie Brandi Brenda Brianna Bridget Brittany Brooke Caitlin Camille Candace Candice Carla
    Carly Carmen Carol Carole Caroline Carolyn Carrie Cassandra Catherine Cathy Cecilia Cecile Celeste Charlene Charlotte
    Chelsea Cheri Cheryl Chloe Christiane Christie Christina Christine Cindy Claire Clara Clarissa Claudia Colleen
    Condoleezza Connie Constance Cora Courtney Crystal Cynthia Daisy Danielle Daphne Darlene Dawn Deanna Debbie Deborah
    Debra Deirdre Delia Delores Denise Diana Diane Dianne Dolores Donna Dora Doris Dorothy Edith Edna Eileen Elaine Eleanor
    Elena Elisabeth Elise Eliza Elizabeth Ella Ellen Eloise Elsa Emily Emma Erica Erika Erin Esther Ethel Eunice Eva Eve
    Evelyn Faith Fatima Faye Felicia Fiona Flora Florence Frances Francesca Frauke Gabby Gabrielle Gail Gena Genevieve
    Georgia Geraldine Gertrude Gina Ginger Gladys Gloria Grace Greta Gretchen Gwen Hailey Hanna Hannah Harriet Hazel Heather
    Heidi Helen Helena Helene Hilary Hillary Holly Hope Huma Ida Ilhan Ilene Imelda Ines Ingrid Irene Irina Iris Isabel
    Isabella Ivana Ivanka Ivy Jackie Jacqueline Jade Jana Jane Janet Janice Janine Jasmine Jeanette Jeanne Jeannie Jen
    Jenna Jennie Jennifer Jenny Jessica Jill Jo Joan Joanna Joanne Jocelyn Jodi Johanna Josephine Joy Joyce Juanita Judith
    Judy Julia Juliana Julianne Julie June Kaitlyn Kamala Karen Karin Karla Kate Katherine Kathleen Kathryn Kathy Katie
    Katrina Kay Kayleigh Keisha Kellie Kellyanne Kendra Kerri Kimberly Kirsten Kirstjen Kitty Krista Kristen Kristi
    Kristin Kristina Lana Lara Laura Lauren Laurie Leah Leila Lena Leslie Leticia Letitia Lillian Lily Linda Lisa Liz Liza
    Lois Loretta Lori Lorraine Louise Lucia Lucille Lucinda Lucy Lydia Lynda Lynette Lynne Mackenzie Madeleine Madeline
    Maggie Malala Malia Mandy Marcia Margaret Margarita Margot Maria Mariah Marian Marianne Marie Marilyn Marina Marine
    Marjorie Marlene Marsha Martha Mary Maryanne Maureen Maxine Meagan Meg Megan Meghan Megyn Melania Melanie Melinda
    Melissa Mercedes Mia Michaela Michele Michelle Mildred Mimi Mina Miranda Miriam Molly Mona Monica Monique Muriel
    Myra Nadia Nancy Naomi Natalia Natalie Natasha Neera Nellie Nicola Nicole Nikki Nina Noelle Nora Norma Octavia Olga
    Olivia Olympia Omarosa Pam Pamela Patricia Patsy Patti Patty Paula Paulette Pauline Peggy Penelope Penny Phyllis
    Polly Priscilla Rachel Ramona Rania Rebecca Regina Renee Reena Rhonda Rita Roberta Robin Rochelle Rosa Rosalind Rose
    Roseanne Rosemary Rosie Roxanne Ruby Ruth Sabrina Sally Samantha Sandra Sara Sarah Sasha Savannah Selena Shannon Sharon
    Sheila Shelley Sheryl Shirley Sofia Sonia Sonya Sophia Sophie Stacey Stacy Stella Stephanie Sue Summer Susan Susana
    Susanna Susie Suzanne Svetlana Sybil Sylvia Tabitha Tamara Tammy Tania Tanya Tara Tatiana Teresa Teri Tessa Thelma
    Theresa Tiffany Tina Tonya Tracey Tricia Trish Ursula Valerie Vanessa Vera Veronica Vicki Vicky Victoria Viola Violet
    Virginia Vivian Wanda Wendy Whitney Wilma Winifred Yolanda Yvette Yvonne Zainab Zoe Zsa Elise Dilma Cristina Angelique
    Aung Theresa Nadine Nadezhda Oksana Yulia Ekaterina Elvira Valentina Ludmila Galina Park-Geun-hye Jiang-Qing Sheila
    Sonja Anja Katja Silke Sabine Petra Renate Ulrike Heike Elke Birgit Gisela Ingeborg Brunhilde Priya Indira Sushma
    Mamata Mayawati Sania Shirin Azar Maryam Nasrin Zahra Leymah Ngozi Chimamanda Winnie Graca Ellen Joyce Aminata Fatou
    Zsuzsanna Agnieszka Ewa Beata Malgorzata Katarzyna Magdalena Zuzana Ivana Kolinda Dalia Vaira Tarja Sanna Mette Helle
    Jacinda Helen Julia Gladys Quentin Sussan Tanya Penny
    Aaliyah Abena Achieng Adaeze Adela Agatha Agneta Aida Aileen Ailsa Aino Aisling Akua Alicja Althea Amaia Amara
    Amira Amrita Anca Anette Angharad Anika Anjali Anka Annabel Annelise Annika Anouk Ansa Anushka Aoife Arabella
    Ariane Asha Asma Asta Astrid Aurelie Ayse Beatrix Beatriz Belinda Bente Berit Bethan Blanca Bogna Bojana Branka
    Brigitte Britta Bronwyn Camilla Caoimhe Carlotta Carme Carmela Catarina Caterina Catriona Celine Chiamaka Chiara
    Chidinma Ciara Clementine Clodagh Colette Constanza Corinne Cosima Cressida Dagmar Danuta Daria Davina Deepa
    Delphine Despina Devi Dina Diya Dominika Dorota Dorothea Dunja Ebba Edie Effie Efua Eilidh Eimear Eleni Eleonora
    Eleri Elif Elin Elina Elisabeta Elisabetta Else Elspeth Emer Enid Esme Esmeralda Estelle Etta Eugenia Eulalia
    Euphemia Evelina Ewelina Fadia Farah Fatma Federica Felicity Fenella Ffion Flavia Fleur Folake Francine Freda
    Frida Gaia Gemma Georgina Ghada Gianna Gillian Ginevra Giorgia Gitta Grainne Gro Gudrun Gwendolyn Habiba Hadiza
    Hala Hanan Hanne Hatice Hedda Hege Helga Heloise Hendrika Henrietta Hermione Hilda Hilde Huda Ifeoma Imogen Inas
    Inga Inge Iola Iona Irena Isabelle Isla Ismene Iwona Jadwiga Jasmin Jemima Jodie Jolanta Josefina Juliette Justine
    Justyna Kajsa Kari Karolina Katarina Katerina Katharina Katrin Kavita Keiko Kerry Kerstin Kirsty Klara Krystyna
    Lakshmi Lamia Lavinia Leni Leonie Lidia Liesel Lilian Lilly Lina Lindiwe Linnea Liv Livia Lizzie Lorena Lotta
    Lottie Lourdes Luciana Ludmilla Mabel Madhuri Maeve Magda Maia Maire Mairead Maja Makena Malin Manon Mara Maren
    Margareta Marguerite Mariam Marika Marion Marisa Marisol Marit Martina Maud Mavis Melina Meredith Merete Mila
    Milica Minna Mira Moira Monika Morag Morwenna Myfanwy Myrna Myrtle Naoko Natasa Neha Nerys Ngaire Niamh Nicoletta
    Nita Nomsa Noreen Nour Nuala Odette Olena Olwen Oonagh Orla Orlaith Ottilie Paola Parvati Pavla Perpetua
    Petronella Philippa Philomena Phoebe Pia Pippa Pooja Preeti Radha Ragnhild Raisa Rasha Rashida Razia Reem Renata
    Rhian Rhiannon Ria Riitta Roisin Rosalba Rosalie Rosamund Roser Rowena Roxana Ruta Saara Saba Sabina Sade Salma
    Salwa Sanaa Sandhya Sandrine Saoirse Sarita Saskia Shabnam Shanthi Shazia Shona Shreya Sian Signe Sinead Siobhan
    Siân Sofie Solveig Sorcha Stina Supriya Susannah Suzanna Swati Sylvie Tamsin Tatjana Thandi Thandiwe Thea Theodora
    Thora Tilda Tilly Tove Trudy Ulla Uma Una Vasundhara Veronika Vesna Vibeke Vigdis Vimala Violeta Virve Viveca Wafa
    Wanjiku Wilhelmina Xenia Yasmina Yetunde Ylva Yuko Zadie Zanele Zara Zelda Zeynep Zita Zora Zsofia""".split()
) - {"Quentin", "Jiang-Qing", "Park-Geun-hye", "Aung", "Christie", "Leslie", "Robin", "April", "Sasha", "June"}


SUFFIXES = {"Jr": "Jr.", "Jr.": "Jr.", "Sr": "Sr.", "Sr.": "Sr.", "II": "II", "III": "III", "IV": "IV"}
"""What tells a father from a son of one name, and how it is written."""
STATES_TOO = frozenset("Virginia Georgia Carolina".split())
"""Given names that are states as well."""
